package dev.linkspan.starter.console;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The one shape of all JSON that commands print; the published schema is {@code
 * docs/schemas/linkspan-v1.schema.json}.
 *
 * @param apiVersion changes when a field is removed or gets another meaning
 */
@JsonPropertyOrder({"apiVersion", "kind", "data"})
public record JsonDocument(String apiVersion, Kind kind, Object data) {
  /** The version of the shape and of what it contains. */
  public static final String VERSION = "linkspan.dev/v1";

  /** What a document is about. */
  public enum Kind {
    SETUP("Setup"),
    SETUP_LIST("SetupList"),
    EVENT_LIST("EventList"),
    PLAN("Plan"),
    PLAN_CHANGE("PlanChange"),
    REPORT("Report"),
    REPAIR_PLAN("RepairPlan"),
    ROLLOUT_REPORT("RolloutReport"),
    SCHEDULE("Schedule"),
    DIAGNOSIS("Diagnosis"),
    STACK("Stack"),
    /** A change of a step, one line each. */
    PROGRESS("Progress"),
    ERROR("Error");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As in the document. */
    @JsonValue
    public String text() {
      return text;
    }
  }

  public JsonDocument(Kind kind, Object data) {
    this(VERSION, kind, data);
  }
}
