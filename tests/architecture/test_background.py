"""What happens behind the pages: tasks, signals, saving."""

import ast
from collections.abc import Iterator

from celery import Task
from django.apps import apps
from django.db import models

from fso_desk import schedule
from fso_desk.celery import app
from tests.architecture.source import PACKAGES, product_files, tree, where

MODEL_SIGNALS = {
    "pre_save",
    "post_save",
    "pre_delete",
    "post_delete",
    "m2m_changed",
    "pre_init",
    "post_init",
    "class_prepared",
}


def our_tasks() -> Iterator["Task[..., object]"]:
    app.loader.import_default_modules()
    app.finalize(auto=True)
    for name, task in sorted(app.tasks.items()):
        if name.split(".")[0] in PACKAGES:
            yield task


def test_tasks_are_called_by_name_of_argument_and_have_a_limit() -> None:
    for task in our_tasks():
        code = task.run.__code__
        bound = 1 if isinstance(getattr(task.run, "__self__", None), Task) else 0

        assert code.co_argcount == bound, f"{task.name} takes arguments by place: put a * in front"
        assert task.time_limit or task.soft_time_limit, f"{task.name} could run for ever: give it a time_limit"


def test_every_entry_of_the_schedule_names_a_task() -> None:
    tasks = {task.name for task in our_tasks()}

    missing = {name for name, entry in schedule.ENTRIES.items() if entry["task"] not in tasks}

    assert not missing


def test_nothing_listens_to_models() -> None:
    listening = [
        where(path, node)
        for path in product_files()
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("django.db.models.signals"))
        or (isinstance(node, ast.Attribute) and node.attr in MODEL_SIGNALS)
    ]

    assert not listening, f"Record an event and listen to that: {listening}"


def test_saving_a_row_does_nothing_but_save_it() -> None:
    overriding = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.split(".")[0] in PACKAGES
        and any("save" in vars(ancestor) for ancestor in model.__mro__ if _is_ours(ancestor))
        and not getattr(model, "is_append_only", False)
        and not _refuses(model)
    ]

    assert not overriding, f"An action does the work, not save(): {overriding}"


def _is_ours(ancestor: type) -> bool:
    return issubclass(ancestor, models.Model) and ancestor.__module__.split(".")[0] in PACKAGES


def _refuses(model: type[models.Model]) -> bool:
    """Append-only rows override save() in one room only, to refuse a second one."""
    owner = next(ancestor for ancestor in model.__mro__ if "save" in vars(ancestor))
    return owner.__module__ == "history.models"
