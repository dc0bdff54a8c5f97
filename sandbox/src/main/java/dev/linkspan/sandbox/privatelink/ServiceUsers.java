package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.ListResponse;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whitelist of an endpoint service: the accounts that can connect. */
final class ServiceUsers {
  private static final Pattern ARN = Pattern.compile("acs:ram:\\*:(\\d{16}):\\*");

  private final Store store;
  private final EndpointServices services;

  ServiceUsers(Store store, EndpointServices services) {
    this.store = store;
    this.services = services;
  }

  Map<String, Object> add(Call call) {
    String user = user(call.parameters());
    Resource service = services.active(call);
    List<String> users = new ArrayList<>(service.texts("users"));
    if (users.contains(user)) {
      throw PrivateLinkErrors.error(
          "EndpointServiceUserExist", "The account is whitelisted already.");
    }
    users.add(user);
    store.put(service.with("users", users));
    return Fields.of();
  }

  Map<String, Object> remove(Call call) {
    String user = user(call.parameters());
    Resource service = services.active(call);
    if (user.equals(service.account())) {
      throw PrivateLinkErrors.error(
          "EndpointServiceUserRemoveDenied", "The owner of the service cannot be removed.");
    }
    List<String> users = new ArrayList<>(service.texts("users"));
    if (!users.remove(user)) {
      throw PrivateLinkErrors.error(
          "EndpointServiceUserNotFound", "The account is not whitelisted.");
    }
    store.put(service.with("users", users));
    return Fields.of();
  }

  Map<String, Object> list(Call call) {
    Parameters in = call.parameters();
    List<String> users =
        services.find(call).texts("users").stream()
            .filter(user -> in.text("UserId").map(user::equals).orElse(true))
            .toList();
    boolean asArns = in.text("UserListType", "Users").equals("UserARNs");
    Map<String, Object> body =
        ListResponse.body(
            asArns ? "UserARNs" : "Users",
            users,
            in,
            50,
            50,
            user ->
                asArns
                    ? Fields.of("UserARN", "acs:ram:*:" + user + ":*")
                    : Fields.of("UserId", Long.parseLong(user)));
    body.put("TotalCount", Integer.toString(users.size()));
    return body;
  }

  private static String user(Parameters in) {
    Optional<String> fromArn = in.text("UserARN").map(ServiceUsers::account);
    String user = in.text("UserId").or(() -> fromArn).orElseThrow(ServiceUsers::missing);
    if (!fromArn.orElse(user).equals(user)) {
      throw PrivateLinkErrors.error(
          "Mismatch.UserIdAndUserArn", "UserId and UserARN are of different accounts.");
    }
    if (!user.matches("\\d{1,18}")) {
      throw PrivateLinkErrors.illegal("UserId");
    }
    return user;
  }

  private static ApiError missing() {
    return PrivateLinkErrors.error("MissingParam.UserArn", "UserId or UserARN is needed.");
  }

  private static String account(String arn) {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()) {
      throw PrivateLinkErrors.illegal("UserARN");
    }
    return matcher.group(1);
  }
}
