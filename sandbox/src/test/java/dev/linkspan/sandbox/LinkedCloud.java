package dev.linkspan.sandbox;

import com.aliyun.nlb20220430.Client;
import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.changefeed.ChangefeedRunner;
import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.Status;
import dev.linkspan.sandbox.http.HttpServers;
import dev.linkspan.sandbox.http.PrivateCa;
import dev.linkspan.sandbox.json.Json;
import dev.linkspan.sandbox.machines.Machine;
import dev.linkspan.sandbox.machines.Machines;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.signature.Credentials;
import dev.linkspan.sandbox.state.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All products with their real data path on free ports. Machines and changefeeds are test doubles.
 */
final class LinkedCloud implements AutoCloseable {
  /** Lock of the test classes that use one: its load balancers and endpoints have addresses. */
  static final String ADDRESSES = "127.88 and 127.89";

  static final String KEY = "link-key";
  static final String SECRET = "link-secret";
  static final String TIDB_PUBLIC = "tidb-public";
  static final String TIDB_PRIVATE = "tidb-private";
  static final String REGION = "ap-southeast-1";
  static final String VPC = "vpc-test";
  static final String BALANCER = "nlb-test";

  final Cloud cloud;
  final LinkedProducts linked;
  final StartedChangefeeds changefeeds = new StartedChangefeeds();
  private final HttpServers servers;

  LinkedCloud(Path folder) throws Exception {
    this(folder, 0.05);
  }

  /**
   * @param pace factor for the duration of changes; a high value keeps them from ending
   */
  LinkedCloud(Path folder, double pace) throws Exception {
    Credentials credentials =
        id ->
            id.equals(KEY)
                ? Optional.of(new Credentials.Key(Regions.OWN_ACCOUNT, SECRET))
                : Optional.empty();
    cloud = new Cloud(folder, credentials, new NoMachines(), 2222, "127.200.0.11", pace);
    linked =
        new LinkedProducts(cloud, changefeeds, Map.of(TIDB_PUBLIC, TIDB_PRIVATE), "127.89.0.11");
    servers =
        new HttpServers("127.0.0.1", 0, 0, PrivateCa.in(folder).serverContext(), cloud.routes());
    cloud.recover();
    linked.recover();
    // Tests read a state many times a second until it changes.
    new Settings(cloud.store()).choose(Setting.REQUESTS_PER_MINUTE, "100000");
    servers.start();
  }

  /** Adds a VPC with a vSwitch in each zone of the region. */
  void network() {
    cloud
        .store()
        .put(
            Resource.of("vpc", VPC, Regions.OWN_ACCOUNT, REGION, "net")
                .withStatus("Available")
                .with("cidr", "127.88.0.0/16"));
    int block = 0;
    for (String zone : Regions.zonesOf(REGION)) {
      cloud
          .store()
          .put(
              Resource.of("vswitch", vSwitch(zone), Regions.OWN_ACCOUNT, REGION, zone)
                  .withStatus("Available")
                  .with("vpcId", VPC)
                  .with("zoneId", zone)
                  .with("cidr", "127.88." + block + ".0/24"));
      block++;
    }
  }

  static String vSwitch(String zone) {
    return "vsw-" + zone;
  }

  /** Adds a security group with these rules. */
  void securityGroup(String id, List<Map<String, Object>> rules) {
    cloud
        .store()
        .put(
            Resource.of("securitygroup", id, Regions.OWN_ACCOUNT, REGION, id)
                .withStatus("Available")
                .with("vpcId", VPC)
                .with("rules", rules));
  }

  /** Returns a rule that admits TCP connections to the port. */
  static Map<String, Object> rule(int port, String source) {
    return Map.of(
        "id",
        "sgr-" + port,
        "protocol",
        "TCP",
        "portRange",
        port + "/" + port,
        "sourceCidr",
        source,
        "sourceGroup",
        "",
        "policy",
        "Accept",
        "priority",
        1,
        "description",
        "");
  }

  /** Adds a running instance in these security groups. */
  void instance(String id, String address, String... groups) {
    cloud
        .store()
        .put(
            Resource.of("instance", id, Regions.OWN_ACCOUNT, REGION, id)
                .withStatus("Running")
                .with("vpcId", VPC)
                .with("zoneId", "ap-southeast-1a")
                .with("privateAddress", address)
                .with("securityGroupIds", List.of(groups)));
  }

  /** Adds an active load balancer in all zones. */
  void balancer() {
    List<Map<String, Object>> zones = new ArrayList<>();
    for (String zone : Regions.zonesOf(REGION)) {
      int block = zones.size();
      zones.add(
          Map.of(
              "zoneId",
              zone,
              "vSwitchId",
              vSwitch(zone),
              "address",
              "127.88." + block + ".252",
              "localAddresses",
              List.of("127.88." + block + ".251", "127.88." + block + ".250"),
              "eniId",
              "eni-" + zone));
    }
    cloud
        .store()
        .put(
            Resource.of("loadbalancer", BALANCER, Regions.OWN_ACCOUNT, REGION, "nlb")
                .withStatus("Active")
                .with("vpcId", VPC)
                .with("crossZone", true)
                .with("zoneMappings", zones));
  }

  String status(String type, String id) {
    return cloud.store().find(type, id).map(Resource::status).orElse("");
  }

  /** Ends the current change of a resource. */
  void ready(String type, String id, String status) {
    Resource resource = cloud.store().find(type, id).orElseThrow();
    cloud.store().put(resource.withStatus(status).withNext(Optional.empty()));
  }

  String endpoint() {
    return "127.0.0.1:" + servers.httpPort();
  }

  DigestClient tidb() {
    return new DigestClient("http://" + endpoint(), TIDB_PUBLIC, TIDB_PRIVATE);
  }

  /** Changes a setting through the control API. */
  void setting(String name, String value) throws IOException, InterruptedException {
    int status = control("settings", "{\"%s\":\"%s\"}".formatted(name, value));
    if (status != 200) {
      throw new IOException("the setting was refused: " + status);
    }
  }

  /** Posts to the control API; returns the status of the response. */
  int control(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + endpoint() + "/_sandbox/" + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Returns a client of the newer SDK, which signs headers. */
  Client nlb() throws Exception {
    return new Client(SdkClients.newer(endpoint(), REGION, KEY, SECRET));
  }

  private DefaultAcsClient core() {
    return SdkClients.older(REGION, KEY, SECRET);
  }

  <T extends AcsResponse> T call(AcsRequest<T> request) throws ClientException {
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSysEndpoint(endpoint());
    return core().getAcsResponse(request);
  }

  /** Calls an action by its name, with the generic request of the older SDK. */
  Map<String, Object> nlbCommon(String action, Map<String, String> body) throws ClientException {
    CommonRequest request = new CommonRequest();
    request.setSysDomain(endpoint());
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSysMethod(MethodType.POST);
    request.setSysVersion("2022-04-30");
    request.setSysAction(action);
    request.putQueryParameter("RegionId", REGION);
    body.forEach(request::putBodyParameter);
    return Json.object(
        core().getCommonResponse(request).getData().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    servers.close();
    cloud.close();
    linked.close();
  }

  /** Changefeeds whose status a test sets. */
  static final class StartedChangefeeds implements ChangefeedRunner {
    final Map<String, ChangefeedSpec> specs = new ConcurrentHashMap<>();
    final Map<String, Consumer<Status>> listeners = new ConcurrentHashMap<>();

    @Override
    public void start(ChangefeedSpec spec, Consumer<Status> onStatus) {
      specs.put(spec.id(), spec);
      listeners.put(spec.id(), onStatus);
    }

    @Override
    public void stop(String id) {
      specs.remove(id);
    }

    @Override
    public void close() {
      specs.clear();
    }
  }

  private static final class NoMachines implements Machines {
    @Override
    public void boot(Machine machine) {}

    @Override
    public void halt(String instanceId) {}

    @Override
    public void release(String instanceId) {}
  }
}
