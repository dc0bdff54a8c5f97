package dev.linkspan.workflows.survey;

import dev.linkspan.workflows.kafka.AclCommands;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.Acl;
import dev.linkspan.workflows.kafka.ClusterActivities.AnonymousAcls;
import dev.linkspan.workflows.listeners.AccessSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What whoever comes in at the listener for TiDB Cloud may do: the listener asks for no login, so
 * everyone there is {@code User:ANONYMOUS}. Linkspan itself is, too, at the inter-broker listener.
 * Pure.
 *
 * @param settings of each broker, by node ID; empty if nobody read them
 * @param acls empty if nobody asked for them
 */
record AnonymousAccess(
    String listener, SortedMap<Integer, AccessSettings> settings, Optional<AnonymousAcls> acls) {
  private static final int MOST_ACLS = 10;

  /** The operations that include Describe, which is what makes a partition visible. */
  private static final Set<String> DESCRIBING =
      Set.of("ALL", "DESCRIBE", "READ", "WRITE", "DELETE", "ALTER");

  static AnonymousAccess of(
      String listener, List<BrokerFacts> brokers, Optional<AnonymousAcls> acls) {
    SortedMap<Integer, AccessSettings> settings = new TreeMap<>();
    brokers.forEach(
        broker -> broker.access().ifPresent(read -> settings.put(broker.nodeId(), read)));
    return new AnonymousAccess(listener, settings, acls);
  }

  /** In sentences for a person; empty if nothing is known. */
  List<String> lines() {
    if (settings.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Whoever connects to %s is %s, because the listener asks for no login."
            .formatted(listener, AccessSettings.ANONYMOUS));
    if (!guarded()) {
      lines.add("This cluster has no authorizer: whoever reaches the listener may do everything.");
      return List.copyOf(lines);
    }
    warning().map(text -> "Warning: " + text).ifPresent(lines::add);
    if (!isSuper()) {
      lines.addAll(byAcls());
    }
    return List.copyOf(lines);
  }

  /** What nobody expects of a cluster with access control; empty if there is no such thing. */
  Optional<String> warning() {
    if (settings.isEmpty() || !guarded()) {
      return Optional.empty();
    }
    List<String> warnings = new ArrayList<>();
    differing("authorizer.class.name", AccessSettings::authorizer, warnings);
    differing("super.users", found -> String.join(";", found.superUsers()), warnings);
    if (settings.values().stream().anyMatch(AccessSettings::hasAnonymousAsSuperUser)) {
      warnings.add(
          AccessSettings.ANONYMOUS
              + " is a super user of this cluster (super.users): whoever reaches "
              + listener
              + " may do everything");
    } else if (settings.values().stream().anyMatch(AccessSettings::everyoneIfNoAcl)) {
      warnings.add(
          "allow.everyone.if.no.acl.found is true: whoever reaches "
              + listener
              + " may do everything with what no ACL names");
    }
    return warnings.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", warnings));
  }

  /**
   * Why Linkspan cannot work with this cluster as it is: it would not see every partition, so a
   * rollout could stop a broker that has the only copy of one. Empty if it can, or if that is not
   * known.
   */
  Optional<String> refusal() {
    boolean told =
        acls.filter(found -> found.authorized() && found.problem().isEmpty()).isPresent();
    boolean decided =
        told
            && !settings.isEmpty()
            && settings.values().stream()
                .allMatch(found -> found.readsOnlyAcls() && !found.hasPlaceholder())
            && settings.values().stream().noneMatch(AccessSettings::everyoneIfNoAcl);
    if (refusesToTell() || (decided && !isSuper() && !seesEveryTopic())) {
      return Optional.of(
          ("%s may not %s. Linkspan queries the cluster as this user, and TiDB Cloud writes as it:"
                  + " allow it with\n%s\nand what a changefeed needs with\n%s")
              .formatted(
                  AccessSettings.ANONYMOUS,
                  refusesToTell() ? "query the cluster" : "describe every topic",
                  indented(AclCommands.ofLinkspan()),
                  indented(AclCommands.ofChangefeed())));
    }
    return Optional.empty();
  }

  private static String indented(List<String> commands) {
    return commands.stream().map(command -> "    " + command).collect(Collectors.joining("\n"));
  }

  private boolean refusesToTell() {
    return acls.filter(found -> found.authorized() && !found.problem().isEmpty()).isPresent();
  }

  /** A cluster can have an authorizer of which its files say nothing. */
  private boolean guarded() {
    return settings.values().stream().anyMatch(AccessSettings::hasAuthorizer)
        || acls.filter(AnonymousAcls::authorized).isPresent();
  }

  private boolean isSuper() {
    return settings.values().stream().allMatch(AccessSettings::hasAnonymousAsSuperUser);
  }

  private boolean seesEveryTopic() {
    List<Acl> describing =
        acls.stream()
            .flatMap(found -> found.entries().stream())
            .filter(acl -> acl.resource().equals("TOPIC"))
            .filter(acl -> DESCRIBING.contains(acl.operation()))
            .toList();
    return describing.stream()
            .anyMatch(acl -> acl.allows() && acl.name().equals("*") && !acl.prefixed())
        && describing.stream()
            .allMatch(acl -> acl.allows() || !Set.of("ALL", "DESCRIBE").contains(acl.operation()));
  }

  private void differing(
      String key, Function<AccessSettings, String> value, List<String> warnings) {
    List<String> values = settings.values().stream().map(value).distinct().toList();
    if (values.size() > 1) {
      warnings.add(
          "the brokers' files differ in "
              + key
              + ": "
              + settings.entrySet().stream()
                  .map(
                      broker ->
                          "broker %d has %s"
                              .formatted(
                                  broker.getKey(),
                                  value.apply(broker.getValue()).isEmpty()
                                      ? "none"
                                      : value.apply(broker.getValue())))
                  .collect(Collectors.joining(", ")));
    }
  }

  private List<String> byAcls() {
    List<String> lines = new ArrayList<>();
    if (settings.values().stream().anyMatch(AccessSettings::hasPlaceholder)) {
      lines.add(
          "A config provider sets super.users or authorizer.class.name, so it is not known whether "
              + AccessSettings.ANONYMOUS
              + " is a super user.");
    }
    settings.values().stream()
        .filter(found -> found.hasAuthorizer() && !found.readsOnlyAcls())
        .map(AccessSettings::authorizer)
        .distinct()
        .forEach(
            name ->
                lines.add(
                    name + " decides what it may do, perhaps by rules that Linkspan cannot read."));
    Optional<AnonymousAcls> told = acls.filter(found -> found.problem().isEmpty());
    if (told.isEmpty()) {
      lines.add(
          "An authorizer is set. The ACLs for "
              + AccessSettings.ANONYMOUS
              + " could not be read"
              + acls.map(found -> ": " + found.problem()).orElse("")
              + ".");
    } else if (told.get().entries().isEmpty()) {
      lines.add(
          "An authorizer is set, and "
              + AccessSettings.ANONYMOUS
              + " may do nothing until ACLs allow it.");
    } else {
      lines.add("ACLs say about it:");
      told.get().entries().stream().limit(MOST_ACLS).map(AnonymousAccess::text).forEach(lines::add);
      int more = told.get().entries().size() - MOST_ACLS;
      if (more > 0) {
        lines.add("  and " + more + " more");
      }
    }
    lines.add("A changefeed of TiDB Cloud needs:");
    AclCommands.ofChangefeed().forEach(command -> lines.add("  " + command));
    lines.add("Linkspan needs, to see every partition and to test the link:");
    AclCommands.ofLinkspan().forEach(command -> lines.add("  " + command));
    return lines;
  }

  private static String text(Acl acl) {
    return "  %s %s %s on %s %s%s%s"
        .formatted(
            acl.principal(),
            acl.allows() ? "may" : "may not",
            acl.operation(),
            acl.resource(),
            acl.name(),
            acl.prefixed() ? "..." : "",
            acl.host().equals("*") ? "" : " from " + acl.host());
  }
}
