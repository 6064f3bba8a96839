"""Set-up of a checkout on a bare machine, with Python's standard library alone.

`python3 -m tools.set_up run|check|test` (or `make setup`, `make test-tools`) fills `.venv/` and
`.tools/`. Nothing here needs root, and nothing outside the checkout is changed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said here because every other module would not parse
    sys.exit(
        "出错:杏林需要 Python 3.11 或更新的版本,请安装 python3.11 后用 make PYTHON=python3.11 setup"
    )
