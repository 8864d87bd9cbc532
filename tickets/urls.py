"""Addresses of tickets; the segment of a change is its verb."""

from django.urls import path

from accounts.doorway import by_audience
from tickets.views import (
    conversation,
    every,
    linking,
    portal,
    problems,
    progress,
    queue,
    recalculation,
    recording,
    search,
    showing,
    solving,
    triage,
    waiting,
)

app_name = "tickets"

urlpatterns = [
    # Lists
    path("queue/", queue.queue, name="queue"),
    path("queue/changes/", queue.changes, name="changes"),
    path("tickets/", by_audience(firm=every.every, client=portal.requests), name="list"),
    path("search/", by_audience(firm=search.search, client=search.search_requests), name="search"),
    path("problems/", problems.every, name="problems"),
    # A ticket begins
    path("tickets/report/", portal.report, name="report"),
    path("tickets/record/", recording.record, name="record"),
    path("tickets/record/people/", recording.people, name="record_people"),
    path("tickets/record/problems/", recording.known, name="record_problems"),
    path("call-back/", portal.ask_call_back, name="ask_call_back"),
    path("clients/<int:pk>/deadlines/", recalculation.recalculation, name="recalculation"),
    # tickets/<number>/: one address, a page for each side
    path("tickets/<int:number>/", by_audience(firm=showing.show, client=portal.show), name="show"),
    path("tickets/<int:number>/reopen/", by_audience(firm=solving.reopen, client=portal.reopen), name="reopen"),
    # tickets/<number>/: what stands beside the page of the firm's people
    path("tickets/<int:number>/clock/", showing.clock, name="clock"),
    path("tickets/<int:number>/earlier/", showing.earlier, name="earlier"),
    path("tickets/<int:number>/problems/", linking.offered, name="problems_of_ticket"),
    # tickets/<number>/: what the firm's people do
    path("tickets/<int:number>/answer/", conversation.answer, name="answer"),
    path("tickets/<int:number>/note/", conversation.note, name="note"),
    path("tickets/<int:number>/speak/", conversation.speak, name="speak"),
    path("tickets/<int:number>/start/", progress.start, name="start"),
    path("tickets/<int:number>/assign/", progress.assign, name="assign"),
    path("tickets/<int:number>/cancel/", progress.cancel, name="cancel"),
    path("tickets/<int:number>/resolve/", solving.resolve, name="resolve"),
    path("tickets/<int:number>/categorize/", triage.categorize, name="categorize"),
    path("tickets/<int:number>/override-priority/", triage.override_priority, name="override_priority"),
    path("tickets/<int:number>/wait/", waiting.wait, name="wait"),
    path("tickets/<int:number>/wait-on/", waiting.wait_on, name="wait_on"),
    path("tickets/<int:number>/end-wait/", waiting.end_wait, name="end_wait"),
    path("tickets/<int:number>/remind/", waiting.remind, name="remind"),
    path("tickets/<int:number>/close-unanswered/", waiting.close_unanswered, name="close_unanswered"),
    path("tickets/<int:number>/link-problem/", linking.link, name="link_problem"),
    path("tickets/<int:number>/unlink-problem/", linking.unlink, name="unlink_problem"),
    path("tickets/<int:number>/note-problem/", linking.note_from, name="note_problem_from"),
    # tickets/<number>/: what clients' people do
    path("tickets/<int:number>/sent/", portal.sent, name="sent"),
    path("tickets/<int:number>/reply/", portal.reply, name="reply"),
    path("tickets/<int:number>/say-it-works/", portal.say_it_works, name="say_it_works"),
    path("tickets/<int:number>/confirm/", portal.confirm, name="confirm"),
    path("tickets/<int:number>/approve/", portal.approve, name="approve"),
    path("tickets/<int:number>/refuse-approval/", portal.refuse_approval, name="refuse_approval"),
    path("tickets/<int:number>/confirm-reach/", portal.confirm_reach, name="confirm_reach"),
    # problems/<number>/
    path("problems/note/", problems.note, name="note_problem"),
    path("problems/<int:problem_pk>/", problems.show, name="problem"),
    path("problems/<int:problem_pk>/change/", problems.change, name="change_problem"),
    path("problems/<int:problem_pk>/announce/", problems.announce, name="announce_problem"),
    path("problems/<int:problem_pk>/withdraw/", problems.withdraw, name="withdraw_problem"),
    path("problems/<int:problem_pk>/solve/", problems.solve, name="solve_problem"),
    path("problems/<int:problem_pk>/bring-back/", problems.bring_back, name="bring_back_problem"),
    # What people of clients read of them
    path("known/", portal.known, name="known"),
    path("problems/<int:problem_pk>/mine-too/", portal.mine_too, name="mine_too"),
]
