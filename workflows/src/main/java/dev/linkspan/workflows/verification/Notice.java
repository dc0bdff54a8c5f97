package dev.linkspan.workflows.verification;

import java.time.Instant;
import java.util.Map;

/**
 * Something about a setup that people are told, other than a change of its health.
 *
 * @param id the same for each attempt to send it, and for no other notice
 * @param type of the CloudEvent
 * @param text one line for people, with what they can do
 * @param details the same for programs
 */
public record Notice(String id, String type, Instant at, String text, Map<String, String> details) {
  /** An endpoint waits for a decision. */
  public static final String APPROVAL_REQUESTED = "dev.linkspan.approval.requested";

  /** It still waits, and the plan wants reminders. */
  public static final String APPROVAL_REMINDER = "dev.linkspan.approval.reminder";

  /** It still waits, and the deadline of the plan has passed. */
  public static final String APPROVAL_OVERDUE = "dev.linkspan.approval.overdue";

  /** A step needs a person. */
  public static final String STEP_PARKED = "dev.linkspan.step.parked";

  /** The construction, or a change of the link, has ended. */
  public static final String WORK_FINISHED = "dev.linkspan.work.finished";
}
