package dev.linkspan.sandbox.sts;

import dev.linkspan.sandbox.api.Action;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Product;
import java.util.LinkedHashMap;
import java.util.Map;

/** STS 2015-04-01: returns the identity of the caller. */
public final class StsProduct implements Product {
  private static final String USER_ID = "216959339000654321";

  @Override
  public String name() {
    return "Sts";
  }

  @Override
  public String version() {
    return "2015-04-01";
  }

  @Override
  public Map<String, Action> actions() {
    return Map.of("GetCallerIdentity", StsProduct::callerIdentity);
  }

  private static Map<String, Object> callerIdentity(Call call) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("AccountId", call.account());
    body.put("IdentityType", "RAMUser");
    body.put("UserId", USER_ID);
    body.put("PrincipalId", USER_ID);
    body.put("Arn", "acs:ram::" + call.account() + ":user/linkspan");
    return body;
  }
}
