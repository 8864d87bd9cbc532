"""Interfaces reach rows through the doorways of a room, and never put what a person sent into a query."""

import ast
import re

from tests.architecture.source import is_in_layer, product_files, tree, where

INTERFACES = ["views", "forms", "api", "templatetags", "receivers", "urls", "filters_of_pages"]
SENT_BY_A_PERSON = {
    "request",
    "GET",
    "POST",
    "FILES",
    "query_params",
    "cleaned_data",
    "validated_data",
    "data",
    "headers",
}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def test_interfaces_never_reach_for_objects() -> None:
    reaching = [
        where(path, node)
        for path in product_files()
        if is_in_layer(path, *INTERFACES) or path.parts[-2:] == ("fso_desk", "home.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]

    assert not reaching, f"Ask queries.py or an action instead: {reaching}"


def test_interfaces_use_no_shortcut_around_the_doorway() -> None:
    shortcuts = [
        where(path, node)
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id in SHORTCUTS
    ]

    assert not shortcuts, f"What somebody may not see must not exist for him: {shortcuts}"


def test_nothing_that_a_person_sent_is_spread_into_a_call() -> None:
    spread = [
        where(path, node)
        for path in product_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg is None and _names(keyword.value) & SENT_BY_A_PERSON
    ]

    assert not spread, f"Name each argument, so that nobody else can choose them: {spread}"


def test_no_filter_field_is_named_by_a_person() -> None:
    raw = re.compile(r"\b(order_by|extra|raw|RawSQL)\(\s*(\*?request|f[\"'])")

    found = [where(path) for path in product_files() if raw.search(path.read_text())]

    assert not found, f"Orders and fields are closed lists of ours: {found}"


def _names(expression: ast.expr) -> set[str]:
    names = {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(expression) if isinstance(node, ast.Attribute)}
