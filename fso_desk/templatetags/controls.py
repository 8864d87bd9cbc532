"""How plain forms are drawn: what templates/_field.html and its parts ask about a field. No query, no rule."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from fso_desk.templatetags.look import icon

register = template.Library()


@register.filter
def control(field: BoundField) -> str:
    """Which part draws this field: "tiles", "ticks", "tick", "file" or "input"."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):
        return "tiles"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "ticks"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "file" if isinstance(widget, forms.FileInput) else "input"


@register.filter
def dressed(field: BoundField) -> SafeString:
    """The bare control with the look of the product, told to screen readers together with its hint and its error."""
    attributes: dict[str, Any] = {"aria-describedby": described_by(field) or None}
    if control(field) in {"input", "file"}:
        own = field.field.widget.attrs.get("class", "")
        attributes["class"] = f"input {own}".strip()
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs={name: value for name, value in attributes.items() if value is not None})


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of the hint and of the error of this field, in reading order."""
    parts = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        parts.append(f"{field.auto_id}_error")
    return " ".join(parts)


@register.filter
def first_control(field: BoundField) -> str:
    """The id a link of the error summary leads to: the control, or the first of a group."""
    if control(field) in {"tiles", "ticks"}:
        return f"{field.auto_id}_0"
    return field.auto_id


@register.filter
def says_optional(field: BoundField) -> bool:
    """Whether the label says "(optional)". A form names in `depends` the fields that another answer makes required."""
    depends = getattr(field.form, "depends", ())
    return not field.field.required and control(field) != "tick" and field.name not in depends


LONGEST_WORDS = 40  # of a tile beside others, in any language


@register.filter
def tile_columns(field: BoundField) -> str:
    """Three tiles stand side by side, but for sentences; so do five that are as short as a number; all else is stacked."""
    words = [str(radio.choice_label) for radio in field]
    if len(words) == 3 and max(map(len, words)) < LONGEST_WORDS:
        return "tiles-3" if getattr(field.form, "tile_icons", {}).get(field.name) else "tiles-3 short"
    return "tiles-5" if len(words) == 5 and max(map(len, words)) < 5 else ""


@register.simple_tag
def tile_icon(field: BoundField, radio: Any) -> SafeString | str:
    """The icon of one tile, when its form names some: `tile_icons = {"impact": {"me": "person"}}`."""
    name = getattr(field.form, "tile_icons", {}).get(field.name, {}).get(str(radio.data["value"]))
    return icon(name) if name else ""
