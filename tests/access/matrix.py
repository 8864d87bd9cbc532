"""The answer of every address to every role: one row per name and method, committed, compared by test_matrix.py.

How to read it: 200 shown, 302 led on (anonymous: to sign-in), 403 seen but not allowed, 404 never was, 405 not this method, 401 no token or session (API),
409 not at this moment, 422 the empty form came back. POST is sent without fields. On the stage (stage.py) one ticket of
the brewery is escalated to its engineer; the outsiders are of another client, or serve only that one.

A new address: run `python -m pytest tests/access/test_matrix.py`. It prints the rows as they are now; check each number
against what the role may see, then add them here. An address that gives a wrong number is a fault there, not here.
"""

from __future__ import annotations

from tests.access.stage import ROLES

# Addresses without a row, each with its reason.
EXEMPT = {
    "readyz": "says whether database, queue and worker answer, to nobody in particular: tests/wiring",
}

TABLE = """
name                                     meth.  anon reque conta   fso engin ictma  desk admin o_req o_con o_fso o_eng o_man
account_change_password                  GET     302   404   404   200   200   200   200   200   404   404   200   200   200
account_change_password                  POST    302   404   404   422   422   422   422   422   404   404   422   422   422
account_confirm_login_code               GET     302   302   302   302   302   302   302   302   302   302   302   302   302
account_confirm_login_code               POST    302   302   302   302   302   302   302   302   302   302   302   302   302
account_login                            GET     200   302   302   302   302   302   302   302   302   302   302   302   302
account_login                            POST    422   302   302   302   302   302   302   302   302   302   302   302   302
account_logout                           GET     302   200   200   200   200   200   200   200   200   200   200   200   200
account_logout                           POST    302   302   302   302   302   302   302   302   302   302   302   302   302
account_password                         GET     200   302   302   302   302   302   302   302   302   302   302   302   302
account_password                         POST    422   302   302   302   302   302   302   302   302   302   302   302   302
account_reauthenticate                   GET     302   404   404   200   200   200   200   200   404   404   200   200   200
account_reauthenticate                   POST    302   404   404   422   422   422   422   422   404   404   422   422   422
account_reset_password                   GET     200   200   200   200   200   200   200   200   200   200   200   200   200
account_reset_password                   POST    422   422   422   422   422   422   422   422   422   422   422   422   422
account_reset_password_done              GET     200   200   200   200   200   200   200   200   200   200   200   200   200
account_reset_password_done              POST    405   405   405   405   405   405   405   405   405   405   405   405   405
account_reset_password_from_key          GET     200   200   200   200   200   200   200   200   200   200   200   200   200
account_reset_password_from_key          POST    200   200   200   200   200   200   200   200   200   200   200   200   200
account_reset_password_from_key_done     GET     200   200   200   200   200   200   200   200   200   200   200   200   200
account_reset_password_from_key_done     POST    405   405   405   405   405   405   405   405   405   405   405   405   405
account_set_password                     GET     302   404   404   302   302   302   302   302   404   404   302   302   302
account_set_password                     POST    302   404   404   302   302   302   302   302   404   404   302   302   302
accounts:me                              GET     302   200   200   200   200   200   200   200   200   200   200   200   200
accounts:me                              POST    302   422   422   422   422   422   422   422   422   422   422   422   422
accounts:photo                           GET     302   200   200   200   200   200   200   200   404   404   200   200   200
accounts:photo                           POST    405   405   405   405   405   405   405   405   405   405   405   405   405
accounts:sign_out_everywhere             GET     405   405   405   405   405   405   405   405   405   405   405   405   405
accounts:sign_out_everywhere             POST    302   302   302   302   302   302   302   302   302   302   302   302   302
api:accounts:make_token                  GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:accounts:make_token                  POST    401   201   201   201   201   201   201   201   201   201   201   201   201
api:accounts:revoke_token                GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:accounts:revoke_token                POST    401   404   404   404   404   404   404   404   404   404   404   404   404
api:accounts:tokens                      GET     401   200   200   200   200   200   200   200   200   200   200   200   200
api:accounts:tokens                      POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:escalation:escalate                  GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:escalation:escalate                  POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:escalation:hand_back                 GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:escalation:hand_back                 POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:escalation:list                      GET     401   404   404   200   200   200   200   200   404   404   200   200   200
api:escalation:list                      POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:escalation:of_ticket                 GET     401   404   404   200   200   200   200   200   404   404   404   404   404
api:escalation:of_ticket                 POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:escalation:pick_up                   GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:escalation:pick_up                   POST    401   404   404   403   200   403   403   403   404   404   404   404   404
api:escalation:withdraw                  GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:escalation:withdraw                  POST    401   404   404   200   403   403   200   403   404   404   404   404   404
api:schema                               GET     401   200   200   200   200   200   200   200   200   200   200   200   200
api:schema                               POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:announce_problem             GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:announce_problem             POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:answer                       GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:answer                       POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:approve                      GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:approve                      POST    401   403   409   403   403   403   403   403   404   404   404   404   404
api:tickets:assign                       GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:assign                       POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:bring_back_problem           GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:bring_back_problem           POST    401   404   404   200   200   200   200   200   404   404   404   404   404
api:tickets:cancel                       GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:cancel                       POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:categories                   GET     401   404   404   200   200   200   200   200   404   404   200   200   200
api:tickets:categories                   POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:categorize                   GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:categorize                   POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:change_problem               GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:change_problem               POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:close_unanswered             GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:close_unanswered             POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:colleagues                   GET     401   404   404   200   200   200   200   200   404   404   404   404   404
api:tickets:colleagues                   POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:confirm                      GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:confirm                      POST    401   409   409   403   403   403   403   403   404   404   404   404   404
api:tickets:confirm_reach                GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:confirm_reach                POST    401   422   422   422   422   422   422   422   404   404   404   404   404
api:tickets:end_wait                     GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:end_wait                     POST    401   404   404   200   200   200   200   403   404   404   404   404   404
api:tickets:known                        GET     401   200   200   404   404   404   404   404   200   200   404   404   404
api:tickets:known                        POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:link_problem                 GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:link_problem                 POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:list                         GET     401   200   200   200   200   200   200   200   200   200   200   200   200
api:tickets:list                         POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:messages                     GET     401   200   200   200   200   200   200   200   404   404   404   404   404
api:tickets:messages                     POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:mine_too                     GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:mine_too                     POST    401   200   200   404   404   404   404   404   404   404   404   404   404
api:tickets:note                         GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:note                         POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:note_problem                 GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:note_problem                 POST    401   404   404   422   422   422   422   422   404   404   422   422   422
api:tickets:note_problem_from            GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:note_problem_from            POST    401   404   404   200   200   200   200   403   404   404   404   404   404
api:tickets:override_priority            GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:override_priority            POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:places                       GET     401   200   200   404   404   404   404   404   200   200   404   404   404
api:tickets:places                       POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:problem                      GET     401   404   404   200   200   200   200   200   404   404   404   404   404
api:tickets:problem                      POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:problems                     GET     401   404   404   200   200   200   200   200   404   404   200   200   200
api:tickets:problems                     POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:queue                        GET     401   404   404   200   200   200   200   200   404   404   200   200   200
api:tickets:queue                        POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:record                       GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:record                       POST    401   404   404   422   422   422   422   403   404   404   422   422   422
api:tickets:refuse_approval              GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:refuse_approval              POST    401   422   422   422   422   422   422   422   404   404   404   404   404
api:tickets:remind                       GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:remind                       POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:reopen                       GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:reopen                       POST    401   200   200   200   200   200   200   200   404   404   404   404   404
api:tickets:reply                        GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:reply                        POST    401   422   422   422   422   422   422   422   404   404   404   404   404
api:tickets:report                       GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:report                       POST    401   422   422   404   404   404   404   404   422   422   404   404   404
api:tickets:resolve                      GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:resolve                      POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:say_it_works                 GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:say_it_works                 POST    401   200   200   403   403   403   403   403   404   404   404   404   404
api:tickets:show                         GET     401   200   200   200   200   200   200   200   404   404   404   404   404
api:tickets:show                         POST    401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:solve_problem                GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:solve_problem                POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:speak                        GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:speak                        POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:start                        GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:start                        POST    401   404   404   200   200   200   200   403   404   404   404   404   404
api:tickets:unlink_problem               GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:unlink_problem               POST    401   404   404   200   200   200   200   200   404   404   404   404   404
api:tickets:wait                         GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:wait                         POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:wait_on                      GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:wait_on                      POST    401   404   404   422   422   422   422   422   404   404   404   404   404
api:tickets:withdraw_problem             GET     401   405   405   405   405   405   405   405   405   405   405   405   405
api:tickets:withdraw_problem             POST    401   404   404   200   200   200   200   403   404   404   404   404   404
escalation:alarm                         GET     302   404   404   200   200   200   200   200   404   404   404   404   404
escalation:alarm                         POST    302   404   404   405   405   405   405   405   404   404   405   405   405
escalation:escalate                      GET     302   404   404   200   200   200   200   403   404   404   404   404   404
escalation:escalate                      POST    302   404   404   422   422   422   422   422   404   404   404   404   404
escalation:hand_back                     GET     302   404   404   405   405   405   405   405   404   404   405   405   405
escalation:hand_back                     POST    302   404   404   403   403   403   403   403   404   404   404   404   404
escalation:list                          GET     302   404   404   200   200   200   200   200   404   404   200   200   200
escalation:list                          POST    302   404   404   405   405   405   405   405   404   404   405   405   405
escalation:panel                         GET     302   404   404   200   200   200   200   200   404   404   404   404   404
escalation:panel                         POST    302   404   404   405   405   405   405   405   404   404   405   405   405
escalation:pick_up                       GET     302   404   404   405   405   405   405   405   404   404   405   405   405
escalation:pick_up                       POST    302   404   404   403   302   403   403   403   404   404   404   404   404
escalation:withdraw                      GET     302   404   404   405   405   405   405   405   404   404   405   405   405
escalation:withdraw                      POST    302   404   404   302   403   403   302   403   404   404   404   404   404
healthz                                  GET     200   200   200   200   200   200   200   200   200   200   200   200   200
healthz                                  POST    405   405   405   405   405   405   405   405   405   405   405   405   405
home                                     GET     302   200   200   302   302   302   302   302   200   200   302   302   302
home                                     POST    405   405   405   405   405   405   405   405   405   405   405   405   405
mfa_activate_totp                        GET     302   404   404   302   302   302   302   302   404   404   302   302   302
mfa_activate_totp                        POST    302   404   404   302   302   302   302   302   404   404   302   302   302
mfa_authenticate                         GET     302   302   302   302   302   302   302   302   302   302   302   302   302
mfa_authenticate                         POST    302   302   302   302   302   302   302   302   302   302   302   302   302
mfa_deactivate_totp                      GET     302   404   404   404   404   404   404   404   404   404   404   404   404
mfa_deactivate_totp                      POST    302   404   404   404   404   404   404   404   404   404   404   404   404
mfa_generate_recovery_codes              GET     302   404   404   302   302   302   302   302   404   404   302   302   302
mfa_generate_recovery_codes              POST    302   404   404   302   302   302   302   302   404   404   302   302   302
mfa_index                                GET     302   404   404   200   200   200   200   200   404   404   200   200   200
mfa_index                                POST    302   404   404   405   405   405   405   405   404   404   405   405   405
mfa_reauthenticate                       GET     302   404   404   302   302   302   302   302   404   404   302   302   302
mfa_reauthenticate                       POST    302   404   404   302   302   302   302   302   404   404   302   302   302
mfa_view_recovery_codes                  GET     302   404   404   404   404   404   404   404   404   404   404   404   404
mfa_view_recovery_codes                  POST    302   404   404   405   405   405   405   405   404   404   405   405   405
notifications:choose                     GET     302   200   200   200   200   200   200   200   200   200   200   200   200
notifications:choose                     POST    302   422   422   422   422   422   422   422   422   422   422   422   422
notifications:count                      GET     302   200   200   200   200   200   200   200   200   200   200   200   200
notifications:count                      POST    302   405   405   405   405   405   405   405   405   405   405   405   405
notifications:dismiss                    GET     302   404   404   404   404   404   405   405   404   404   404   404   404
notifications:dismiss                    POST    302   404   404   404   404   404   422   422   404   404   404   404   404
notifications:list                       GET     302   200   200   200   200   200   200   200   200   200   200   200   200
notifications:list                       POST    302   405   405   405   405   405   405   405   405   405   405   405   405
notifications:mail                       GET     302   404   404   404   404   404   200   200   404   404   404   404   404
notifications:mail                       POST    302   404   404   404   404   404   405   405   404   404   404   404   404
notifications:mail_as_sent               GET     302   404   404   404   404   404   200   200   404   404   404   404   404
notifications:mail_as_sent               POST    302   404   404   404   404   404   405   405   404   404   404   404   404
notifications:mails                      GET     302   404   404   404   404   404   200   200   404   404   404   404   404
notifications:mails                      POST    302   404   404   404   404   404   405   405   404   404   404   404   404
notifications:outbox                     GET     302   404   404   404   404   404   200   200   404   404   404   404   404
notifications:outbox                     POST    302   404   404   404   404   404   405   405   404   404   404   404   404
notifications:read                       GET     302   405   405   405   405   405   405   405   405   405   405   405   405
notifications:read                       POST    302   302   302   302   302   302   302   302   302   302   302   302   302
notifications:resume                     GET     302   404   404   404   404   404   405   405   404   404   404   404   404
notifications:resume                     POST    302   404   404   404   404   404   404   404   404   404   404   404   404
notifications:stop                       GET     200   200   200   200   200   200   200   200   200   200   200   200   200
notifications:stop                       POST    302   302   302   302   302   302   302   302   302   302   302   302   302
notifications:try_again                  GET     302   404   404   404   404   404   405   405   404   404   404   404   404
notifications:try_again                  POST    302   404   404   404   404   404   422   422   404   404   404   404   404
reports:list                             GET     302   404   404   404   404   302   404   200   404   404   404   404   302
reports:list                             POST    405   405   405   405   405   405   405   405   405   405   405   405   405
reports:portfolio                        GET     302   404   404   404   404   200   404   200   404   404   404   404   200
reports:portfolio                        POST    405   405   405   405   405   405   405   405   405   405   405   405   405
reports:show                             GET     302   404   404   404   404   200   404   200   404   404   404   404   404
reports:show                             POST    405   405   405   405   405   405   405   405   405   405   405   405   405
set_language                             GET     302   302   302   302   302   302   302   302   302   302   302   302   302
set_language                             POST    302   302   302   302   302   302   302   302   302   302   302   302   302
sites:add_closing_day                    GET     405   405   405   405   405   405   405   405   405   405   405   405   405
sites:add_closing_day                    POST    302   404   404   422   403   422   422   422   404   404   404   404   404
sites:list                               GET     302   404   404   200   200   200   200   200   404   404   200   200   200
sites:list                               POST    405   405   405   405   405   405   405   405   405   405   405   405   405
sites:opening                            GET     302   404   404   200   200   200   200   200   404   404   404   404   404
sites:opening                            POST    405   405   405   405   405   405   405   405   405   405   405   405   405
sites:set_opening_hours                  GET     302   404   404   403   403   403   403   200   404   404   404   404   404
sites:set_opening_hours                  POST    302   404   404   403   403   403   403   422   404   404   404   404   404
sites:set_service_window                 GET     302   404   404   403   403   403   403   200   404   404   403   403   403
sites:set_service_window                 POST    302   404   404   403   403   403   403   422   404   404   403   403   403
sites:show                               GET     302   404   404   200   200   200   200   200   404   404   404   404   404
sites:show                               POST    405   405   405   405   405   405   405   405   405   405   405   405   405
sites:withdraw_closing_day               GET     405   405   405   405   405   405   405   405   405   405   405   405   405
sites:withdraw_closing_day               POST    302   404   404   302   403   302   302   302   404   404   404   404   404
tickets:announce_problem                 GET     302   404   404   200   200   200   200   403   404   404   404   404   404
tickets:announce_problem                 POST    302   404   404   422   422   422   422   403   404   404   404   404   404
tickets:answer                           GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:answer                           POST    302   404   404   422   422   422   422   422   404   404   404   404   404
tickets:approve                          GET     302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:approve                          POST    302   403   409   403   403   403   403   403   404   404   404   404   404
tickets:ask_call_back                    GET     200   200   200   200   200   200   200   200   200   200   200   200   200
tickets:ask_call_back                    POST    422   422   422   422   422   422   422   422   422   422   422   422   422
tickets:assign                           GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:assign                           POST    302   404   404   422   422   422   422   422   404   404   404   404   404
tickets:bring_back_problem               GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:bring_back_problem               POST    302   404   404   302   302   302   302   302   404   404   404   404   404
tickets:cancel                           GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:cancel                           POST    302   404   404   422   422   422   422   422   404   404   404   404   404
tickets:categorize                       GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:categorize                       POST    302   404   404   422   422   422   422   422   404   404   404   404   404
tickets:change_problem                   GET     302   404   404   200   200   200   200   403   404   404   404   404   404
tickets:change_problem                   POST    302   404   404   422   422   422   422   403   404   404   404   404   404
tickets:changes                          GET     302   404   404   200   200   200   200   200   404   404   200   200   200
tickets:changes                          POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:clock                            GET     302   404   404   200   200   200   200   200   404   404   404   404   404
tickets:clock                            POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:close_unanswered                 GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:close_unanswered                 POST    302   404   404   409   409   409   409   403   404   404   404   404   404
tickets:confirm                          GET     302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:confirm                          POST    302   409   409   403   403   403   403   403   404   404   404   404   404
tickets:confirm_reach                    GET     302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:confirm_reach                    POST    302   302   302   302   302   302   302   302   404   404   404   404   404
tickets:earlier                          GET     302   404   404   200   200   200   200   200   404   404   404   404   404
tickets:earlier                          POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:end_wait                         GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:end_wait                         POST    302   404   404   302   302   302   302   403   404   404   404   404   404
tickets:known                            GET     302   200   200   404   404   404   404   404   200   200   404   404   404
tickets:known                            POST    302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:link_problem                     GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:link_problem                     POST    302   404   404   404   404   404   404   404   404   404   404   404   404
tickets:list                             GET     302   200   200   200   200   200   200   200   200   200   200   200   200
tickets:list                             POST    302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:mine_too                         GET     302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:mine_too                         POST    302   302   302   404   404   404   404   404   404   404   404   404   404
tickets:note                             GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:note                             POST    302   404   404   422   422   422   422   422   404   404   404   404   404
tickets:note_problem                     GET     302   404   404   200   200   200   200   403   404   404   200   200   200
tickets:note_problem                     POST    302   404   404   422   422   422   422   403   404   404   422   422   422
tickets:note_problem_from                GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:note_problem_from                POST    302   404   404   302   302   302   302   403   404   404   404   404   404
tickets:override_priority                GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:override_priority                POST    302   404   404   422   422   422   422   422   404   404   404   404   404
tickets:problem                          GET     302   404   404   200   200   200   200   200   404   404   404   404   404
tickets:problem                          POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:problems                         GET     302   404   404   200   200   200   200   200   404   404   200   200   200
tickets:problems                         POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:problems_of_ticket               GET     302   404   404   200   200   200   200   200   404   404   404   404   404
tickets:problems_of_ticket               POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:queue                            GET     302   404   404   200   200   200   200   200   404   404   200   200   200
tickets:queue                            POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:recalculation                    GET     302   404   404   200   200   200   200   200   404   404   404   404   404
tickets:recalculation                    POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:record                           GET     302   404   404   200   200   200   200   403   404   404   200   200   200
tickets:record                           POST    302   404   404   200   200   200   200   403   404   404   200   200   200
tickets:record_people                    GET     302   404   404   200   200   200   200   403   404   404   200   200   200
tickets:record_people                    POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:record_problems                  GET     302   404   404   200   200   200   200   403   404   404   200   200   200
tickets:record_problems                  POST    405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:refuse_approval                  GET     302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:refuse_approval                  POST    302   422   422   422   422   422   422   422   404   404   404   404   404
tickets:remind                           GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:remind                           POST    302   404   404   409   409   409   409   403   404   404   404   404   404
tickets:reopen                           GET     302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:reopen                           POST    302   302   302   302   302   302   302   302   404   404   404   404   404
tickets:reply                            GET     302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:reply                            POST    302   422   422   422   422   422   422   422   404   404   404   404   404
tickets:report                           GET     302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:report                           POST    302   422   422   404   404   404   404   404   422   422   404   404   404
tickets:resolve                          GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:resolve                          POST    302   404   404   422   422   422   422   422   404   404   404   404   404
tickets:say_it_works                     GET     302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:say_it_works                     POST    302   302   302   403   403   403   403   403   404   404   404   404   404
tickets:search                           GET     302   200   200   200   200   200   200   200   200   200   200   200   200
tickets:search                           POST    302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:sent                             GET     302   200   200   302   302   302   302   302   404   404   404   404   404
tickets:sent                             POST    302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:show                             GET     302   200   200   200   200   200   200   200   404   404   404   404   404
tickets:show                             POST    302   405   405   405   405   405   405   405   405   405   405   405   405
tickets:solve_problem                    GET     302   404   404   200   200   200   200   403   404   404   404   404   404
tickets:solve_problem                    POST    302   404   404   422   422   422   422   403   404   404   404   404   404
tickets:speak                            GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:speak                            POST    302   404   404   422   422   422   422   422   404   404   404   404   404
tickets:start                            GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:start                            POST    302   404   404   302   302   302   302   403   404   404   404   404   404
tickets:unlink_problem                   GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:unlink_problem                   POST    302   404   404   302   302   302   302   302   404   404   404   404   404
tickets:wait                             GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:wait                             POST    302   404   404   422   422   422   422   422   404   404   404   404   404
tickets:wait_on                          GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:wait_on                          POST    302   404   404   409   409   409   409   403   404   404   404   404   404
tickets:withdraw_problem                 GET     405   405   405   405   405   405   405   405   405   405   405   405   405
tickets:withdraw_problem                 POST    302   404   404   302   302   302   302   403   404   404   404   404   404
"""

Row = tuple[str, str]


def expected() -> dict[Row, dict[str, int]]:
    """Return the status by role, by (name, method)."""
    rows = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return {(name, method): dict(zip(ROLES, map(int, statuses), strict=True)) for name, method, *statuses in rows}


def written(name: str, method: str, statuses: dict[str, int]) -> str:
    """Return one row as it stands in the table."""
    return f"{name:40} {method:5}" + "".join(f" {statuses[role]:>5}" for role in ROLES)
