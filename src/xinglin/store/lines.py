"""One Django app per business line, made from the catalogue; its migrations stand beside it."""

from __future__ import annotations

import importlib

from django.apps import AppConfig

from xinglin.language import catalogue


class LineConfig(AppConfig):
    """The app of one business line; its models come from the declarations."""

    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Make the models of the line's registers instead of importing a models module."""
        from xinglin.store.registers import build_models  # needs the app registry

        if self.apps is None:  # Django sets it before it calls this
            raise RuntimeError("the app is not in a registry")
        self.models = self.apps.all_models[self.label]
        build_models(self.label)


def line_apps() -> list[LineConfig]:
    """The apps of all declared lines, for INSTALLED_APPS.

    Raises DeclarationError with every fault, which stops the start.
    """
    found: dict[str, str] = {}
    for register in catalogue.load().registers.values():
        found.setdefault(register.line, register.__module__.rpartition(".")[0])
    configs = []
    for line, package in sorted(found.items()):
        config = LineConfig(package, importlib.import_module(package))
        config.label = line
        config.verbose_name = line
        configs.append(config)
    return configs
