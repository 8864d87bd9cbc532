"""Which test holds against which attack: case -> tests, or the reason why it does not apply yet.

The cases themselves lie beside the repository (data/attack_cases.json); their ids are stable. A case that begins to apply
because a feature came (mail-in, files, exports, feeds, hooks) gets its tests in the place of its reason.
"""

from __future__ import annotations

from typing import Final

NO_FILES: Final = "No files are taken yet but photos, which are made anew."
NO_MAIL_IN: Final = "No mail comes in yet."
NO_EXPORT: Final = "Nothing is exported yet."
NO_FEEDS: Final = "There are no calendar feeds yet."
NO_HOOKS: Final = "Nothing is fetched from other servers, and nothing is sent to them but mail."
NO_SSO: Final = "Nobody signs in by another service, and no header signs anybody in."
NO_MERGE: Final = "Tickets are neither merged nor linked yet."

HELD: Final[dict[str, tuple[str, ...]]] = {
    "P-ACC-01": (
        "access/test_promises.py::test_what_is_invisible_gives_the_bytes_of_a_number_that_never_was",
        "api/test_audiences.py::test_a_ticket_that_is_not_yours_is_a_number_that_never_was",
    ),
    "P-ACC-02": ("access/test_promises.py::test_an_address_with_two_ids_has_a_test_with_another_parent",),
    "P-ACC-06": ("api/test_refusals.py::test_odd_bodies_are_refused_and_change_nothing",),
    "P-ACC-07": (
        "api/test_refusals.py::test_nobody_is_recorded_across_clients",
        "tickets/test_visible_to.py::test_nobody_is_attached_across_clients",
        "tickets/test_record.py::test_a_client_that_one_does_not_serve_does_not_exist",
    ),
    "P-ACC-08": (
        "access/test_promises.py::test_every_page_without_a_number_is_the_same_with_and_without_the_other_client",
        "tickets/test_filters.py::test_the_list_never_holds_what_one_may_not_see",
    ),
    "P-ACC-09": (
        "tickets/test_record.py::test_only_people_of_the_chosen_client_are_suggested",
        "access/test_offer_only.py::test_no_list_count_or_suggestion_shows_more_than_the_ticket",
    ),
    "P-ACC-10": ("access/test_promises.py::test_a_right_that_is_lost_closes_every_door_at_the_next_request",),
    "P-ACC-11": (
        "access/test_promises.py::test_who_is_gone_is_gone_from_the_doors_without_a_number",
        "accounts/test_people.py::test_deactivation_counts_at_the_next_request_in_every_door",
        "accounts/test_sign_in_by_password.py::test_nobody_else_gets_the_link_and_the_answer_is_the_same",
    ),
    "P-ACC-13": (
        "api/test_audiences.py::test_the_client_contact_reads_and_speaks_and_a_colleague_does_not",
        "tickets/test_portal_listing.py::test_a_requester_sees_her_own_and_the_contact_all_but_private_ones",
    ),
    "P-ACC-14": ("tickets/test_filters.py::test_keys_ask_for_rows_of_that_client_place_category_and_number",),
    "P-ACC-15": ("tickets/test_visible_to.py::test_two_half_matching_assignments_do_not_make_a_whole_one",),
    "P-ACC-16": (
        "access/test_matrix.py::test_every_role_gets_the_answer_of_the_table",
        "api/test_audiences.py::test_each_address_exists_for_its_side_only",
    ),
    "P-INT-01": (
        "access/test_promises.py::test_words_of_the_firm_stand_in_no_byte_that_a_client_person_gets",
        "notifications/test_messages.py::test_what_is_among_ourselves_reaches_no_byte_for_people_of_the_client",
        "api/test_audiences.py::test_nothing_of_the_firm_s_own_reaches_people_of_the_client",
    ),
    "P-INT-03": (
        "tickets/test_staff_verbs.py::test_an_answer_reaches_the_client_and_a_note_does_not",
        "escalation/test_pages.py::test_the_client_reads_that_a_specialist_is_on_it_and_nothing_of_the_handover",
    ),
    "P-INT-05": ("access/test_promises.py::test_words_of_the_firm_stand_in_no_byte_that_a_client_person_gets",),
    "P-AUT-01": (
        "accounts/test_sign_in_by_password.py::test_the_link_to_a_new_password_comes_from_the_configured_address",
        "accounts/test_sign_in_by_password.py::test_a_forged_host_is_refused",
        "notifications/test_messages.py::test_links_never_come_from_the_request",
    ),
    "P-AUT-02": ("access/test_attacks.py::test_a_link_or_code_goes_to_the_stored_address_only",),
    "P-AUT-03": (
        "accounts/test_sign_in_by_code.py::test_the_pages_say_the_same_whoever_has_the_address",
        "accounts/test_sign_in_by_password.py::test_whatever_is_wrong_the_page_says_the_same",
    ),
    "P-AUT-04": (
        "accounts/test_sign_in_by_code.py::test_a_network_is_counted_whatever_its_headers_say",
        "accounts/test_sign_in_by_code.py::test_tries_that_do_not_see_each_other_are_counted_all_the_same",
        "wiring/test_proxy.py::test_only_the_named_proxy_is_believed_and_only_its_own_word",
    ),
    "P-AUT-05": (
        "accounts/test_sign_in_by_password.py::test_tries_at_an_account_are_counted_per_network_end_after_a_while_and_lock_nobody_out_elsewhere",
    ),
    "P-AUT-06": (
        "access/test_attacks.py::test_a_planted_session_is_worth_nothing_after_sign_in",
        "accounts/test_sign_in_by_code.py::test_sign_out_is_a_post_and_ends_the_session",
    ),
    "P-AUT-07": (
        "accounts/test_sign_in_by_password.py::test_a_new_password_ends_the_other_sessions",
        "access/test_attacks.py::test_a_new_password_ends_the_tokens_made_before",
    ),
    "P-AUT-09": ("access/test_attacks.py::test_no_header_signs_anybody_in",),
    "P-AUT-11": (
        "accounts/test_people.py::test_only_own_fields_are_taken_from_the_form",
        "api/test_refusals.py::test_odd_bodies_are_refused_and_change_nothing",
    ),
    "P-AUT-12": (
        "accounts/test_sign_in_by_code.py::test_the_way_back_leads_to_own_paths_only",
        "frame/test_middleware.py::test_the_language_switch_leads_nowhere_else",
    ),
    "P-AUT-13": ("accounts/test_sign_in_by_password.py::test_a_very_long_password_is_refused_before_it_is_hashed",),
    "P-AUT-14": (
        "api/test_tokens.py::test_a_token_is_made_in_the_browser_shown_once_and_stored_as_a_digest",
        "api/test_tokens.py::test_a_token_in_the_address_opens_nothing",
        "api/test_tokens.py::test_rights_of_a_token_are_those_of_today",
    ),
    "P-MAI-13": (
        "notifications/test_messages.py::test_a_header_is_one_line",
        "notifications/test_hostile_texts.py::test_hostile_text_arrives_as_text",
    ),
    "P-MAI-15": ("notifications/test_hostile_texts.py::test_hostile_text_arrives_as_text",),
    "P-FIL-04": ("accounts/test_people.py::test_a_picture_with_too_many_pixels_is_refused",),
    "P-FIL-08": ("frame/test_middleware.py::test_a_body_that_no_form_sends_is_not_read",),
    "P-XSS-01": (
        "tickets/test_portal_texts.py::test_a_hostile_text_is_kept_and_shown_as_text_or_refused",
        "tickets/test_show_staff.py::test_text_of_people_is_never_markup",
        "architecture/test_templates.py::test_python_marks_no_text_as_safe",
        "browser/test_frame.py::test_the_content_policy_is_silent_and_icons_are_drawn",
    ),
    "P-XSS-03": (
        "tickets/test_portal_texts.py::test_a_hostile_text_is_kept_and_shown_as_text_or_refused",
        "architecture/test_templates.py::test_a_page_holds_nothing_that_the_content_policy_forbids",
    ),
    "P-INJ-01": (
        "tickets/test_filters.py::test_unknown_repeated_or_malformed_parameters_are_refused",
        "tickets/test_queue.py::test_what_is_not_on_the_list_of_parameters_is_a_bad_request",
        "api/test_refusals.py::test_an_unknown_or_malformed_parameter_is_refused",
        "architecture/test_doorways.py::test_no_filter_field_is_named_by_a_person",
    ),
    "P-INJ-02": (
        "api/test_refusals.py::test_odd_bodies_are_refused_and_change_nothing",
        "architecture/test_doorways.py::test_nothing_that_a_person_sent_is_spread_into_a_call",
    ),
    "P-INJ-03": (
        "frame/test_middleware.py::test_a_nul_in_an_address_is_refused",
        "frame/test_middleware.py::test_a_nul_in_a_form_is_refused",
        "frame/test_middleware.py::test_json_holds_only_text",
        "frame/test_middleware.py::test_another_encoding_than_utf8_is_refused",
    ),
    "P-DOS-01": (
        "tickets/test_filters.py::test_the_list_refuses_what_it_does_not_know",
        "tickets/test_queue.py::test_what_is_not_on_the_list_of_parameters_is_a_bad_request",
    ),
    "P-WEB-01": (
        "access/test_attacks.py::test_every_change_asks_for_the_token_of_the_form",
        "api/test_tokens.py::test_a_change_from_a_browser_session_needs_its_csrf_token",
        "access/test_matrix.py::test_what_changes_something_refuses_to_be_read",
    ),
    "P-WEB-02": ("access/test_attacks.py::test_every_answer_carries_the_headers_that_protect_it",),
    "P-WEB-03": (
        "frame/test_middleware.py::test_no_cache_keeps_an_answer_and_fragments_differ_from_pages",
        "browser/test_frame.py::test_signing_out_wipes_every_draft",
    ),
    "P-TSK-01": (
        "notifications/test_recipients.py::test_a_mail_that_waits_is_withdrawn_when_its_reader_lost_his_rights",
        "notifications/test_recipients.py::test_who_lost_his_client_between_the_fact_and_the_sending_is_not_told",
    ),
    "P-TSK-02": ("tickets/test_visible_to.py::test_a_person_who_moved_to_another_client_sees_nothing_of_the_old_one",),
    "P-TSK-03": (
        "access/test_secrets.py::test_no_log_line_holds_a_secret",
        "access/test_secrets.py::test_a_failing_page_shows_no_secret",
    ),
    "P-TSK-04": (
        "notifications/test_outbox.py::test_working_twice_tells_once",
        "access/test_attacks.py::test_the_worker_takes_json_alone",
    ),
}

NOT_YET: Final[dict[str, str]] = {
    **dict.fromkeys(("P-ACC-03", "P-ACC-04", "P-FIL-01", "P-FIL-02", "P-FIL-03", "P-FIL-07"), NO_FILES),
    "P-FIL-06": NO_FILES + " No spreadsheet, drawing or calendar is read.",
    "P-FIL-05": "Nothing is imported yet.",
    "P-ACC-05": NO_MERGE,
    "P-INT-06": NO_MERGE,
    "P-ACC-12": "No action takes several tickets at once yet.",
    "P-INT-02": "Nothing is printed to PDF yet.",
    "P-INT-04": "No door codes are kept and there are no feeds yet.",
    "P-AUT-08": "There are no invitation tokens: one is told to sign in with the address that was given.",
    "P-AUT-10": NO_SSO,
    **dict.fromkeys([f"P-MAI-{number:02}" for number in (*range(1, 13), 14)], NO_MAIL_IN),
    "P-XSS-02": "Text is shown as text: no link is made of it yet.",
    "P-XSS-04": "No data stands in a page for a script: charts are drawn on our side.",
    **dict.fromkeys(("P-EXP-01", "P-EXP-02", "P-EXP-03", "P-EXP-04"), NO_EXPORT),
    **dict.fromkeys(("P-SSR-01", "P-SSR-02", "P-SSR-03", "P-SSR-04"), NO_HOOKS),
    **dict.fromkeys(("P-FEE-01", "P-FEE-02", "P-FEE-03", "P-FEE-04", "P-FEE-05"), NO_FEEDS),
    "P-DOS-02": "There is no list for the next visit yet.",
    "P-DOS-03": "No recurring visits are planned yet.",
    "P-DOS-04": "No text is parsed: neither markdown, nor quoted replies, nor links.",
}
