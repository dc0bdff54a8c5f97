package dev.linkspan.workflows.repair;

import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Repair;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a repair does about the findings of a verification. Pure.
 *
 * @param additions findings whose repair only adds what is missing
 * @param changes findings whose repair changes or removes something
 * @param consequences findings that have no repair of their own, and are expected to pass after the
 *     others are repaired: the remedy of each is the repair
 * @param forPeople findings that Linkspan cannot repair; each says what a person can do
 */
public record RepairPlan(
    List<Finding> additions,
    List<Finding> changes,
    List<Finding> consequences,
    List<Finding> forPeople) {
  private static final String REPAIR = "`linkspan repair ";

  /** The plan for these findings. */
  public static RepairPlan of(List<Finding> findings) {
    List<Finding> others = findings.stream().filter(f -> !isRepairable(f)).toList();
    boolean repairs = others.size() < findings.size();
    return new RepairPlan(
        findings.stream().filter(RepairPlan::isAddition).toList(),
        findings.stream().filter(f -> isRepairable(f) && !isAddition(f)).toList(),
        others.stream().filter(f -> repairs && namesRepair(f)).toList(),
        others.stream().filter(f -> !(repairs && namesRepair(f))).toList());
  }

  private static boolean namesRepair(Finding finding) {
    return finding.check().remedy().contains(REPAIR);
  }

  private static boolean isRepairable(Finding finding) {
    return finding.check().repair().isPresent();
  }

  private static boolean isAddition(Finding finding) {
    return finding.check().repair().filter(Repair::additive).isPresent();
  }

  /**
   * The part of the plan that these checks name.
   *
   * @param checks keys of checks, or their hops for every broker; none for the whole plan
   */
  public RepairPlan only(Collection<String> checks) {
    return checks.isEmpty()
        ? this
        : filtered(finding -> checks.stream().anyMatch(name -> isNamed(finding.check(), name)));
  }

  /** The part of the plan whose findings meet the condition. */
  public RepairPlan filtered(Predicate<Finding> condition) {
    return new RepairPlan(
        additions.stream().filter(condition).toList(),
        changes.stream().filter(condition).toList(),
        consequences.stream().filter(condition).toList(),
        forPeople.stream().filter(condition).toList());
  }

  /** Those of these names that no finding has. */
  public List<String> unknown(Collection<String> checks) {
    List<Finding> all =
        Stream.of(repairable(), consequences, forPeople).flatMap(List::stream).toList();
    return checks.stream()
        .filter(name -> all.stream().noneMatch(finding -> isNamed(finding.check(), name)))
        .toList();
  }

  private static boolean isNamed(Check check, String name) {
    return check.key().equals(name) || check.hop().equals(name);
  }

  /** The findings that Linkspan can repair. */
  public List<Finding> repairable() {
    return Stream.concat(additions.stream(), changes.stream()).toList();
  }

  /** The repairs, each once, in the order of the data path. */
  public List<Repair> repairs() {
    return repairable().stream()
        .flatMap(finding -> finding.check().repair().stream())
        .sorted(Comparator.comparing(Repair::kind))
        .distinct()
        .toList();
  }

  /** For example {@code 2 to add, 1 to change, 1 for a person}. */
  public String counts() {
    String counts =
        Stream.of(
                count(additions, "to add"),
                count(changes, "to change"),
                count(forPeople, "for a person"))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "nothing to repair" : counts;
  }

  private static String count(List<Finding> findings, String what) {
    return findings.isEmpty() ? "" : findings.size() + " " + what;
  }
}
