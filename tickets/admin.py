"""Set-up of categories, and of nothing else here: no page of set-up changes a ticket."""

from django.contrib import admin

from accounts.set_up import LoggedSetUpAdmin
from tickets.models import Category


@admin.register(Category)
class CategoryAdmin(LoggedSetUpAdmin):
    """What tickets are about; a category is retired, never deleted."""

    list_display = ("__str__", "question_kind", "floor", "floor_always", "retired_at")
    list_filter = ("question_kind",)
    search_fields = ("name_en", "name_fr", "name_nl")
    ordering = ("name_en",)
