package dev.linkspan.probe.survey;

import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.protocol.SurveyResult.Acl;
import dev.linkspan.probe.protocol.SurveyResult.Acls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/** Reads the ACLs for clients without a login. What cannot be read is a problem in the result. */
final class AnonymousAcls {
  private static final List<String> PRINCIPALS = List.of("User:ANONYMOUS", "User:*");

  private final List<KafkaFuture<Collection<AclBinding>>> answers;

  private AnonymousAcls(List<KafkaFuture<Collection<AclBinding>>> answers) {
    this.answers = answers;
  }

  /** Sends the questions. */
  static AnonymousAcls ask(Admin admin) {
    return new AnonymousAcls(
        PRINCIPALS.stream()
            .map(principal -> admin.describeAcls(filter(principal)).values())
            .toList());
  }

  /** Waits for the answers. */
  Acls answer() throws InterruptedException {
    List<AclBinding> bindings = new ArrayList<>();
    try {
      for (var answer : answers) {
        bindings.addAll(answer.get());
      }
    } catch (ExecutionException e) {
      return failed(e);
    }
    return new Acls(true, "", bindings.stream().map(AnonymousAcls::acl).sorted(ORDER).toList());
  }

  /** Only a cluster with an authorizer refuses to tell. */
  static Acls failed(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return new Acls(
        cause instanceof AuthorizationException,
        cause instanceof SecurityDisabledException ? "" : ErrorText.of(failure),
        List.of());
  }

  private static final Comparator<Acl> ORDER =
      Comparator.comparing(Acl::resource)
          .thenComparing(Acl::name)
          .thenComparing(Acl::operation)
          .thenComparing(Acl::principal);

  private static AclBindingFilter filter(String principal) {
    return new AclBindingFilter(
        ResourcePatternFilter.ANY,
        new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
  }

  private static Acl acl(AclBinding binding) {
    return new Acl(
        binding.entry().principal(),
        binding.entry().permissionType() == AclPermissionType.ALLOW,
        binding.entry().operation().name(),
        binding.pattern().resourceType().name(),
        binding.pattern().name(),
        binding.pattern().patternType() == PatternType.PREFIXED,
        binding.entry().host());
  }
}
