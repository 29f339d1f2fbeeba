"""Break the source on purpose, one way at a time, in a copy, and see the suite notice: `make soak` runs this.

Each patch beside this file is one sabotage; TABLE says which test must turn red for it. The named tests are
first seen green on the unbroken copy: a test that is red anyway notices nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "build", "dist", "data", "*.egg-info"
)
RECORD = "test_actions_record.py::test_"
WAKE = "test_actions_wake.py::test_"
SUBMIT = "test_actions_submit.py::test_"
DELIVER = "test_actions_deliver.py::test_"
LOAD = "test_actions_load_notice.py::test_"
REDATE = "test_actions_redate.py::test_"
CORRECT = "test_actions_correct.py::test_"
CASCADE = "test_actions_cascade.py::test_"
AMEND = "test_actions_amend.py::test_"
SHARES = "test_campaigns_shares.py::test_"
COUNTS = "a_decision_is_due_seven_working_days_later_with_holidays_and_make_up_days_counted"
#: Sabotage -> the test that must notice.
TABLE = {
    "make-up-days-dropped": RECORD + COUNTS,
    "start-day-counted": RECORD + COUNTS,
    "rolled-the-wrong-way": "test_actions_launch.py::test_the_real_action_launches_with_its_129_dated_obligations",
    "guess-2027": "test_deadlines_laws.py::test_whatever_needs_a_day_after_the_last_known_one_is_provisional",
    "pause-counts": "test_deadlines_counting.py::test_working_days_of_a_pause_do_not_count",
    "extension-unlimited": "test_deadlines_law.py::"
    "test_an_extension_that_the_law_provides_needs_its_approver_and_keeps_to_its_length",
    "law-of-today": "test_deadlines_laws.py::test_no_law_is_cited_that_was_not_in_force_on_the_triggers_day",
    "overlay-ignored": "test_deadlines_law.py::"
    "test_in_guangxi_the_days_around_the_first_of_april_2017_are_its_own",
    "month-clamp-dropped": "test_deadlines_spans.py::"
    "test_months_are_added_once_and_end_with_the_month_where_the_day_is_missing",
    "certificate-depends-on-later-notices": "test_deadlines_recompute.py::"
    "test_also_after_later_notices_were_added",
    "overdue-before-breach": WAKE + "wakes_open_remind_mark_overdue_and_record_every_rung",
    "lower-rungs-not-superseded": WAKE + "two_reminders_missed_before_the_breach_leave_the_higher_one",
    "signature-not-needed": WAKE + "a_rung_that_needs_a_signature_waits_visibly_and_the_rest_go_out",
    "reminders-after-filing": SUBMIT + "unsent_reminders_are_withdrawn_by_the_filing_in_its_own_event",
    "lateness-by-registered": SUBMIT + "registered_by_the_office_late_but_received_in_time_is_in_time",
    "attention-not-cleared": SUBMIT + "after_a_filing_nobody_need_look_any_more",
    "fence-unchecked": WAKE + "a_wake_whose_lease_was_taken_over_writes_nothing",
    "history-may-be-updated": "test_store_history.py::"
    "test_the_database_refuses_to_change_or_delete_what_happened",
    "hash-without-previous": "test_store_history.py::test_the_chain_is_what_the_specification_says",
    "rows-outside-the-transaction": "test_actions_launch.py::"
    "test_a_launch_that_fails_in_the_middle_leaves_nothing",
    "clock-steps-smoothed-over": WAKE + "a_larger_step_back_is_itself_an_event_told_once_and_stops_the_wake",
    "letters-end-twice": DELIVER + "two_who_deliver_the_same_letter_end_its_notices_once",
    "two-digests-a-day": DELIVER + "what_arises_after_the_digest_waits_for_the_next_working_day",
    "stale-reminders-sent": WAKE + "a_reminder_that_was_not_sent_before_the_breach_is_withdrawn_not_sent",
    "another-units-obligation": SUBMIT
    + "another_units_obligation_is_refused_as_not_existing_even_when_closed",
    "demonstrations-send-mail": DELIVER + "a_simulated_house_never_mails_even_when_a_server_is_configured",
    "recorded-in-the-past": "test_actions_meanwhile.py::"
    "test_a_wake_goes_on_though_a_unit_files_between_two_of_its_groups",
    "earlier-binds-at-once": REDATE
    + "an_earlier_date_is_asked_for_at_once_and_breaches_as_before_until_its_announcement_left",
    "unsent-announcements-bind": REDATE + "a_letter_refused_for_good_never_binds",
    "closed-follows-the-calendar": REDATE
    + "what_was_filed_or_closed_keeps_verdict_dates_and_certificate_to_the_byte",
    "turned-ladders-repeat-rungs": REDATE
    + "a_rung_that_was_reached_is_not_reached_again_where_its_day_moved_behind_it",
    "wakes-keep-old-calendars": LOAD + "a_notice_loaded_while_a_wake_is_under_way_is_what_it_goes_on_by",
    "nobody-adopts-after-a-death": LOAD
    + "what_a_killed_process_left_is_taken_up_by_whoever_comes_next_and_once",
    "moved-obligations-forget-overdue": CORRECT
    + "the_units_own_error_binds_at_once_and_what_is_past_is_overdue_with_its_true_instant",
    "correction-keeps-old-trigger": CORRECT
    + "to_a_later_day_it_applies_at_once_the_overdue_light_goes_and_the_history_keeps_both",
    "amendment-withdraws-filed": AMEND
    + "a_task_removed_is_withdrawn_where_it_lies_ahead_and_nothing_more_is_sent",
    "amendment-unconfirmed": AMEND
    + "a_changed_declaration_is_refused_until_it_is_confirmed_and_nothing_is_written",
    "added-in-the-past": AMEND + "a_unit_added_midway_owes_only_what_lies_ahead_whatever_the_period",
    "rungs-renumbered": "test_actions_amend_dates.py::"
    "test_a_ladder_without_its_first_rungs_still_goes_on_to_the_breach",
    "no-quiet-after-a-refusal": "test_actions_extend.py::"
    "test_refused_the_date_stands_and_a_whole_working_day_passes_before_any_rung",
    "undecided-and-urged": "test_actions_extend.py::"
    "test_while_an_extension_is_undecided_nobody_is_urged_or_late",
    "paused-past-changes": "test_actions_extend.py::"
    "test_what_changed_while_the_clock_stood_counts_when_it_goes_on",
    "a-paused-clock-runs": "test_actions_extend.py::"
    "test_the_clock_stands_for_a_declared_cause_and_the_days_between_do_not_count",
    "returned-before-it-was-filed": "test_actions_deciding_laws.py::"
    "test_the_invariants_hold_whatever_is_decided",
    "rework-changes-the-verdict": "test_actions_review.py::"
    "test_rework_that_comes_back_in_time_is_in_time_whatever_comes_later",
    "a-law-is-waived": "test_actions_review.py::test_what_rests_on_law_is_not_waived",
    "a-missing-count-is-zero": "test_campaigns_measures.py::"
    "test_what_is_missing_is_named_and_no_share_is_made_of_it",
    "amendments-take-extensions-back": "test_actions_extend.py::"
    "test_an_amendment_and_a_correction_leave_what_was_granted",
    "links-lead-out-of-the-folder": "test_actions_texts.py::test_a_link_that_leaves_the_folder_is_refused",
    "proposals-lost-in-a-crash": CASCADE
    + "what_broke_off_after_the_amendment_is_told_by_the_next_wake_and_once",
    "amendments-carried-down-by-a-notice": CASCADE
    + "a_holiday_notice_does_not_carry_an_amendment_down_with_it",
    "below-ahead-of-above": CASCADE + "below_nothing_is_taken_that_is_not_on_record_above",
    "faulty-tables-written-in-part": "test_actions_item_table.py::"
    "test_every_fault_of_every_cell_is_told_at_once",
    "items-over-before-their-feedback": "test_actions_items.py::test_no_item_ends_without_its_feedback",
    "avoidance-ignored": "test_campaigns_teams.py::test_whoever_shares_a_declared_link_is_not_sent",
    "drawn-before-published": "test_actions_draw.py::test_nothing_is_drawn_before_the_seed_is_published",
    "register-changed-after-sealing": "test_actions_draw.py::"
    "test_a_sealed_register_that_was_tampered_with_is_found_and_not_drawn_from",
    "new-items-told-to-nobody": "test_actions_assigned.py::"
    "test_what_must_be_done_before_the_next_digest_is_told_at_once_also_at_night",
    "signatures-asked-of-nobody": "test_actions_assigned.py::"
    "test_the_office_hears_of_what_waits_to_be_signed_unless_it_was_dealt_with_before",
    "a-launch-undoes-what-a-unit-named": "test_actions_liaison.py::"
    "test_a_named_liaison_gets_the_letters_also_after_the_campaign_is_launched_again",
    "too-many-on-a-roster": "test_actions_roster.py::"
    "test_people_are_counted_against_the_quota_and_both_numbers_are_told",
    "higher-before-lower": SHARES + "for_every_obligation_the_ladder_rises_and_each_rung_comes_once",
    "shares-on-days-off": SHARES + "no_rung_has_an_instant_of_its_own_on_a_day_off_unless_it_is_urgent",
    "a-share-too-early": SHARES + "the_instant_is_the_first_whole_second_at_which_so_much_is_gone",
    "paused-time-is-gone": "test_actions_shares.py::"
    "test_days_on_which_the_clock_stands_are_no_time_that_is_gone",
    "corrections-stop-at-a-transfer": "test_actions_correct_transferred.py::"
    "test_a_later_day_applies_at_once_to_who_took_it_over",
    "windows-outlast-their-event": "test_actions_ending.py::"
    "test_recording_the_event_ends_the_open_windows_in_the_same_transaction",
    "another-units-page": "test_web_matrix.py::test_no_route_leaks_and_none_falls_over",
    "who-leads-urges-anybody": "test_web_api_office.py::"
    "test_who_leads_urges_those_who_help_and_learns_of_nobody_else",
    "anothers-deadlines-told": "test_web_api_office.py::"
    "test_a_unit_corrects_its_own_and_is_told_of_its_own_only",
    "any-role-opens-any-page": "test_web_rules.py::test_every_route_answers_every_role_by_its_rule",
    "routes-without-a-rule": "test_web_rules.py::test_a_route_that_declares_nothing_is_open_to_nobody",
    "forms-from-elsewhere": "test_web_safety.py::test_a_form_from_elsewhere_is_refused_before_anybody_reads_it",
    "links-of-any-purpose": "test_web_rules.py::test_a_token_opens_what_it_was_signed_for_and_nothing_else",
    "answers-are-not-kept": "test_web_api_idempotency.py::test_the_same_key_and_request_are_done_once_and_answered_the_same",
    "act-without-catching-up": WAKE + "an_act_first_and_a_wake_first_make_the_same_history",
}
#: What pytest says when tests ran and some failed; any other code is a run that proves nothing.
GREEN, RED = 0, 1


def apply(tree: Path, name: str, *options: str) -> bool:
    """Apply the patch `name` to the copy in `tree`; whether it could be done."""
    command = ["git", "apply", *options, str(HERE / f"{name}.patch")]
    # The copy may lie within some repository: it is none of git's business here.
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tree.parent)}
    return subprocess.run(command, cwd=tree, env=environment, check=False).returncode == 0


def outcome(tree: Path, tests: list[str]) -> int:
    """Run `tests` on the copy in `tree`: pytest's exit code."""
    named = [f"tests/{test}" for test in tests]
    options = ["-q", "-x", "-p", "no:cacheprovider", "--timeout", "60"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # two states of one file within a second
    command = [sys.executable, "-m", "pytest", *options, *named]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False)
    return done.returncode


def sabotaged(tree: Path, name: str) -> str | None:
    """Break the copy as `name` says, run its test, and mend it again; None when the test noticed."""
    if not apply(tree, name):
        return "the patch does not apply"
    code = outcome(tree, [TABLE[name]])
    if not apply(tree, name, "--reverse"):
        return "the patch cannot be taken back"
    return {RED: None, GREEN: "NOT NOTICED"}.get(code, f"pytest stopped with {code}")


def main(chosen: list[str]) -> int:
    """Run the sabotages named, or all; 0 when each was noticed."""
    say = sys.stdout.write
    with tempfile.TemporaryDirectory(prefix="duban-sabotage-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        names = chosen or list(TABLE)
        if outcome(tree, sorted({TABLE[name] for name in names})) != GREEN:
            say("the named tests are not green before anything is broken\n")
            return 1
        missed = 0
        for name in names:
            problem = sabotaged(tree, name)
            missed += problem is not None
            say(f"{'✘' if problem else '✔'} {name:<32} {problem or 'noticed'}  {TABLE[name]}\n")
            sys.stdout.flush()
    say(f"{len(names) - missed} of {len(names)} sabotages noticed\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
