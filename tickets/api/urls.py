"""Addresses of tickets in the API: those of the pages, below /api/v1/."""

from django.urls import path

from tickets.api import beginning, known_problems, reading, speaking, waiting, working

app_name = "tickets"

urlpatterns = [
    # Lists
    path("queue/", reading.queue, name="queue"),
    path("tickets/", reading.every, name="list"),
    path("categories/", reading.categories, name="categories"),
    path("places/", reading.places, name="places"),
    path("problems/", known_problems.every, name="problems"),
    path("known/", known_problems.known, name="known"),
    # A ticket begins
    path("tickets/report/", beginning.report, name="report"),
    path("tickets/record/", beginning.record, name="record"),
    # tickets/<number>/
    path("tickets/<int:number>/", reading.show, name="show"),
    path("tickets/<int:number>/messages/", reading.messages, name="messages"),
    path("tickets/<int:number>/colleagues/", reading.colleagues, name="colleagues"),
    # tickets/<number>/: what the firm's people do
    path("tickets/<int:number>/answer/", working.answer, name="answer"),
    path("tickets/<int:number>/note/", working.note, name="note"),
    path("tickets/<int:number>/start/", working.start, name="start"),
    path("tickets/<int:number>/assign/", working.assign, name="assign"),
    path("tickets/<int:number>/cancel/", working.cancel, name="cancel"),
    path("tickets/<int:number>/resolve/", working.resolve, name="resolve"),
    path("tickets/<int:number>/categorize/", working.categorize, name="categorize"),
    path("tickets/<int:number>/override-priority/", working.override_priority, name="override_priority"),
    path("tickets/<int:number>/speak/", waiting.speak, name="speak"),
    path("tickets/<int:number>/wait/", waiting.wait, name="wait"),
    path("tickets/<int:number>/wait-on/", waiting.wait_on, name="wait_on"),
    path("tickets/<int:number>/end-wait/", waiting.end_wait, name="end_wait"),
    path("tickets/<int:number>/remind/", waiting.remind, name="remind"),
    path("tickets/<int:number>/close-unanswered/", waiting.close_unanswered, name="close_unanswered"),
    path("tickets/<int:number>/link-problem/", known_problems.link, name="link_problem"),
    path("tickets/<int:number>/unlink-problem/", known_problems.unlink, name="unlink_problem"),
    path("tickets/<int:number>/note-problem/", known_problems.note_from, name="note_problem_from"),
    # problems/<number>/
    path("problems/note/", known_problems.note, name="note_problem"),
    path("problems/<int:problem_pk>/", known_problems.show, name="problem"),
    path("problems/<int:problem_pk>/change/", known_problems.change, name="change_problem"),
    path("problems/<int:problem_pk>/announce/", known_problems.announce, name="announce_problem"),
    path("problems/<int:problem_pk>/withdraw/", known_problems.withdraw, name="withdraw_problem"),
    path("problems/<int:problem_pk>/solve/", known_problems.solve, name="solve_problem"),
    path("problems/<int:problem_pk>/bring-back/", known_problems.bring_back, name="bring_back_problem"),
    path("problems/<int:problem_pk>/mine-too/", known_problems.mine_too, name="mine_too"),
    # tickets/<number>/: what clients' people do
    path("tickets/<int:number>/approve/", waiting.approve, name="approve"),
    path("tickets/<int:number>/refuse-approval/", waiting.refuse_approval, name="refuse_approval"),
    path("tickets/<int:number>/reply/", speaking.reply, name="reply"),
    path("tickets/<int:number>/say-it-works/", speaking.say_it_works, name="say_it_works"),
    path("tickets/<int:number>/confirm/", speaking.confirm, name="confirm"),
    path("tickets/<int:number>/reopen/", speaking.reopen, name="reopen"),
    path("tickets/<int:number>/confirm-reach/", speaking.confirm_reach, name="confirm_reach"),
]
