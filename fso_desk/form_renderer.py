"""How plain forms are drawn: by the product's own templates, everywhere, without a word in the forms themselves."""

from django.forms.renderers import TemplatesSetting


class FrameRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.what.as_field_group }}` with the look of the product."""

    form_template_name = "_form.html"
    field_template_name = "_field.html"
