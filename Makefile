# Xinglin 杏林. On a bare Debian 12 (python3, python3-venv, make, git) every target works without root.
.DEFAULT_GOAL := help
.PHONY: help setup run-tools test-tools demo run test check fix spec docs migrations bench lock clean

PYTHON ?= python3
VENV := .venv/bin
SERVE ?= 1
PYTEST_FLAGS ?= -n 2 --dist loadfile
SOURCES := src tests tools $(wildcard bench)

help:  ## 列出全部命令
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22

setup:  ## 装好运行和开发所需的一切(.venv、网页资源、字体),可重复执行
	@$(PYTHON) -m tools.set_up check

run-tools:
	@$(PYTHON) -m tools.set_up run

test-tools:  ## 再装测试所需的浏览器、文字处理软件和 Spark(不需要 root)
	@$(PYTHON) -m tools.set_up test

demo: run-tools  ## 造样例数据、出报告、开网页(SERVE=0 时不开网页)
	@$(VENV)/xinglin demo $(if $(filter 0,$(SERVE)),--no-serve)

run: run-tools  ## 只开网页,用已有的数据
	@$(VENV)/xinglin serve

test: test-tools  ## 装好一切并运行全部测试(浏览器测试在内)
	@$(VENV)/python -m pytest $(PYTEST_FLAGS)

check: setup  ## 检查格式、写法、类型和分层约定
	@wrong=0; \
	$(VENV)/ruff format --check --output-format concise $(SOURCES) || wrong=1; \
	$(VENV)/ruff check --output-format concise $(SOURCES) || wrong=1; \
	$(VENV)/mypy || wrong=1; \
	$(VENV)/lint-imports || wrong=1; \
	exit $$wrong

fix: setup  ## 自动整理格式和写法
	@$(VENV)/ruff format $(SOURCES)
	@$(VENV)/ruff check --fix $(SOURCES)

spec: setup  ## 只运行中文规格测试
	@$(VENV)/python -m pytest $(PYTEST_FLAGS) tests/spec

docs: setup  ## 由登记表和指标的声明生成参考手册
	@$(VENV)/python -m tests.spec

migrations: setup  ## 由登记表的声明生成数据库迁移文件
	@$(VENV)/xinglin migrations

bench: setup  ## 与手写程序比快慢(不是测试)
	@$(VENV)/python bench/run.py

lock: setup  ## 由 requirements/*.in 和 tools/web/package.json 重新生成锁定文件
	@$(VENV)/python -m tools.lock

clean:  ## 删去装好的工具和缓存(不动 var/ 里的数据)
	@rm -rf .venv .venv-spark .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
