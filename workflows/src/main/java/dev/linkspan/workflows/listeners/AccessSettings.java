package dev.linkspan.workflows.listeners;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a broker's file says about access control. It holds no secret.
 *
 * @param authorizer {@code authorizer.class.name}; blank if the broker has none
 * @param superUsers {@code super.users}, who may do everything
 * @param everyoneIfNoAcl {@code allow.everyone.if.no.acl.found}: whether anyone may do everything
 *     with a resource that no ACL names
 */
public record AccessSettings(String authorizer, List<String> superUsers, boolean everyoneIfNoAcl) {
  /** Who comes in at a listener without a login ({@code KafkaPrincipal.ANONYMOUS} of Kafka). */
  public static final String ANONYMOUS = "User:ANONYMOUS";

  /** Kafka's own authorizers, which read ACLs and these settings. */
  private static final Set<String> OF_KAFKA =
      Set.of(
          "kafka.security.auth.SimpleAclAuthorizer",
          "kafka.security.authorizer.AclAuthorizer",
          "org.apache.kafka.metadata.authorizer.StandardAuthorizer");

  /** Copies the list. */
  public AccessSettings {
    superUsers = List.copyOf(superUsers);
  }

  /** Reads them as Kafka's authorizers do: super users are separated by semicolons. */
  public static AccessSettings of(PropertiesText file) {
    return new AccessSettings(
        value(file, "authorizer.class.name"),
        Arrays.stream(value(file, "super.users").split(";", -1))
            .map(String::strip)
            .filter(user -> !user.isEmpty())
            .toList(),
        value(file, "allow.everyone.if.no.acl.found").equalsIgnoreCase("true"));
  }

  private static String value(PropertiesText file, String key) {
    return file.value(key).orElse("").strip();
  }

  /** Whether the broker has an authorizer. */
  public boolean hasAuthorizer() {
    return !authorizer.isEmpty();
  }

  /** Whether the authorizer is one of Kafka's, so that ACLs and these settings are all it reads. */
  public boolean readsOnlyAcls() {
    return OF_KAFKA.contains(authorizer);
  }

  /** Whether whoever comes in without a login may do everything. */
  public boolean hasAnonymousAsSuperUser() {
    return superUsers.contains(ANONYMOUS);
  }

  /** Whether a config provider sets a value, which only the running broker knows. */
  public boolean hasPlaceholder() {
    return authorizer.contains("${") || superUsers.stream().anyMatch(user -> user.contains("${"));
  }
}
