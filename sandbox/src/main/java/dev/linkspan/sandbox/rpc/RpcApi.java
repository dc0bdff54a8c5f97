package dev.linkspan.sandbox.rpc;

import dev.linkspan.sandbox.api.Action;
import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.MissingParameter;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.Product;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.breakpoints.Breakpoints;
import dev.linkspan.sandbox.breakpoints.CallGate;
import dev.linkspan.sandbox.breakpoints.CallSubjects;
import dev.linkspan.sandbox.control.CallLog;
import dev.linkspan.sandbox.control.Fault;
import dev.linkspan.sandbox.control.Faults;
import dev.linkspan.sandbox.http.FormEncoding;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.signature.Signatures;
import dev.linkspan.sandbox.state.Store;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The RPC endpoint of Alibaba Cloud: one path for all products. It dispatches on version and
 * action, which are parameters or headers.
 */
public final class RpcApi implements Handler {
  /** Parameters of the signature and of the protocol, which every action has. */
  public static final Set<String> COMMON_PARAMETERS =
      Set.of(
          "Action",
          "Version",
          "Format",
          "AccessKeyId",
          "Signature",
          "SignatureMethod",
          "SignatureVersion",
          "SignatureNonce",
          "SignatureType",
          "SecurityToken",
          "Timestamp");

  private final Signatures signatures;
  private final Store store;
  private final ClientTokens tokens;
  private final Faults faults;
  private final CallLog calls;
  private final Breakpoints breakpoints;
  private final CallSubjects subjects;
  private final Map<String, Product> products = new ConcurrentHashMap<>();

  public RpcApi(
      Signatures signatures, Store store, Faults faults, CallLog calls, Breakpoints breakpoints) {
    this.signatures = signatures;
    this.store = store;
    this.tokens = new ClientTokens(store);
    this.faults = faults;
    this.calls = calls;
    this.breakpoints = breakpoints;
    this.subjects = new CallSubjects(store);
  }

  public void add(Product product) {
    products.put(product.version(), product);
  }

  @Override
  public Reply handle(Request request) {
    Map<String, String> parameters;
    try {
      parameters = parametersOf(request);
    } catch (IllegalArgumentException e) {
      return errorReply(
          request, new ApiError(400, "InvalidParameter", "The request is malformed."));
    }
    String action = common(request, parameters, "Action", "x-acs-action");
    String version = common(request, parameters, "Version", "x-acs-version");
    Optional<Product> product = Optional.ofNullable(products.get(version));
    Map<String, String> business = new TreeMap<>(parameters);
    business.keySet().removeAll(COMMON_PARAMETERS);
    Optional<Fault> fault = Optional.empty();
    CallGate gate = CallGate.OPEN;
    Reply reply;
    int status = 200;
    String code = "";
    try {
      String account = signatures.verify(request, parameters);
      Product known = product.orElseThrow(RpcApi::unknownVersion);
      gate = breakpoints.gateFor(action, text -> subjects.mention(business.values(), text));
      if (!gate.mayTakeEffect()) {
        return new Reply.ConnectionClosed();
      }
      fault = faults.take(action);
      apply(fault);
      reply = answer(perform(known, call(account, action, business)));
    } catch (ApiError e) {
      reply = errorReply(request, productError(product, e));
      status = e.status();
      code = e.code();
    }
    boolean lost = fault.orElse(null) instanceof Fault.LostReply || !gate.mayAnswer();
    calls.add(
        product.map(Product::name).orElse(version), action, business, lost ? 0 : status, code);
    return lost ? new Reply.ConnectionClosed() : reply;
  }

  /**
   * Performs an operation as the owner of the sandbox's account, without signature, faults and log.
   *
   * @param version API version, which identifies the product
   * @throws ApiError if the operation is refused
   */
  public Map<String, Object> perform(
      String version, String action, Map<String, String> parameters) {
    Product product =
        Optional.ofNullable(products.get(version)).orElseThrow(RpcApi::unknownVersion);
    return perform(product, call(Regions.OWN_ACCOUNT, action, parameters));
  }

  private Map<String, Object> perform(Product product, Call call) {
    Action action = product.actions().get(call.action());
    if (action == null) {
      throw new ApiError(
          404,
          "InvalidAction.NotFound",
          "Specified api is not found, please check your url and method.");
    }
    ModelCheck.request(product, call);
    boolean dryRun = call.parameters().flag("DryRun", false);
    return store.inTransaction(
        () -> {
          if (dryRun) {
            action.perform(call);
            throw new ApiError(
                400, "DryRunOperation", "Request validation has been passed with DryRun flag set.");
          }
          return tokens.once(
              product, call, () -> ModelCheck.response(product, call, action.perform(call)));
        });
  }

  private static Call call(String account, String action, Map<String, String> business) {
    String region = business.getOrDefault("RegionId", "");
    if (!region.isEmpty() && !Regions.exists(region)) {
      throw new ApiError(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.");
    }
    return new Call(
        account, region.isEmpty() ? Regions.DEFAULT : region, action, new Parameters(business));
  }

  private static void apply(Optional<Fault> fault) {
    if (fault.orElse(null) instanceof Fault.ErrorResponse errorReply) {
      throw new ApiError(errorReply.status(), errorReply.code(), errorReply.message());
    }
    if (fault.orElse(null) instanceof Fault.Delay delay) {
      delay.sleep();
    }
  }

  private static ApiError productError(Optional<Product> product, ApiError error) {
    return error instanceof MissingParameter missing && product.isPresent()
        ? product.get().missing(missing)
        : error;
  }

  private static Reply answer(Map<String, Object> body) {
    Map<String, Object> whole = new LinkedHashMap<>(body);
    whole.putIfAbsent("RequestId", requestId());
    return Reply.json(200, whole);
  }

  private static Reply errorReply(Request request, ApiError error) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("RequestId", requestId());
    body.put("HostId", request.header("Host").orElse(""));
    body.put("Code", error.code());
    body.put("Message", error.getMessage());
    body.put("Recommend", "https://api.aliyun.com/troubleshoot?q=" + error.code());
    Reply.Answer reply = Reply.json(error.status(), body);
    for (Map.Entry<String, String> header : error.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  private static Map<String, String> parametersOf(Request request) {
    Map<String, String> parameters = new HashMap<>(request.queryParameters());
    String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/x-www-form-urlencoded")) {
      parameters.putAll(FormEncoding.decode(new String(request.body(), StandardCharsets.UTF_8)));
    }
    return parameters;
  }

  private static String common(
      Request request, Map<String, String> parameters, String name, String header) {
    String value = parameters.getOrDefault(name, "");
    return value.isEmpty() ? request.header(header).orElse("") : value;
  }

  private static ApiError unknownVersion() {
    return new ApiError(400, "InvalidVersion", "Specified parameter Version is not valid.");
  }

  private static String requestId() {
    return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
  }
}
