package dev.linkspan.activities.sandbox;

import com.aliyuncs.auth.AlibabaCloudCredentialsProvider;
import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.StaticCredentialsProvider;
import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.AlibabaCloudSettings;
import dev.linkspan.activities.https.CloudCallListener;
import dev.linkspan.activities.https.HttpsClients;
import dev.linkspan.activities.tidbcloud.ApiKey;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudSettings;
import dev.linkspan.sandbox.Cloud;
import dev.linkspan.sandbox.CredentialsFile;
import dev.linkspan.sandbox.LinkedProducts;
import dev.linkspan.sandbox.changefeed.ChangefeedRunner;
import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.Status;
import dev.linkspan.sandbox.control.Fault;
import dev.linkspan.sandbox.http.HttpServers;
import dev.linkspan.sandbox.http.PrivateCa;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sandbox in this process, over HTTPS, without real machines. */
public final class LocalCloud implements AutoCloseable {
  private static final double FAST = 0.05;

  /** Endpoints listen on addresses, and classes run side by side: each cloud has its own. */
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path folder;
  private final Cloud cloud;
  private final LinkedProducts linked;
  private final HttpServers servers;

  public LocalCloud(Path folder) throws IOException, GeneralSecurityException {
    this.folder = folder;
    Path keys = folder.resolve("keys.properties");
    Files.writeString(
        keys,
        "accessKeyId=test-id\naccessKeySecret=test-secret\ntidbPublicKey=pub\ntidbPrivateKey=priv\n");
    CredentialsFile keyFile = new CredentialsFile(keys);
    cloud = new Cloud(folder, keyFile, new NoMachines(), 2222, "127.200.0.11", FAST);
    linked = new LinkedProducts(cloud, new NoProducers(), keyFile.tidbKeys(), endpoints());
    servers =
        new HttpServers("127.0.0.1", 0, 0, PrivateCa.in(folder).serverContext(), cloud.routes());
    cloud.recover();
    linked.recover();
    // Tests share an API key, and do not wait as a worker does.
    setting(Setting.REQUESTS_PER_MINUTE, "100000");
    servers.start();
  }

  private static String endpoints() {
    return "127.211." + COUNT.getAndIncrement() + ".11";
  }

  /** A client with the good access key as {@code default} and a wrong one as {@code wrong}. */
  public AlibabaCloud client() {
    return new AlibabaCloud(
        settings(),
        LocalCloud::credentials,
        Duration.ofSeconds(2),
        HttpsClients.trusting(Optional.of(folder.resolve("ca.pem"))),
        new FastTime());
  }

  /** The same with real time, and with this listener. */
  AlibabaCloud client(CloudCallListener listener) {
    return new AlibabaCloud(settings(), LocalCloud::credentials, listener);
  }

  private AlibabaCloudSettings settings() {
    String endpoint = "127.0.0.1:" + servers.httpsPort();
    Map<String, String> endpoints =
        Stream.of("ecs", "vpc", "nlb", "privatelink", "sts")
            .collect(Collectors.toMap(p -> p, p -> endpoint));
    return new AlibabaCloudSettings(
        "https", endpoints, Optional.of(folder.resolve("ca.pem")), Duration.ofSeconds(2));
  }

  private static AlibabaCloudCredentialsProvider credentials(String name) {
    return new StaticCredentialsProvider(
        new BasicCredentials(name.equals("wrong") ? "no-such-id" : "test-id", "test-secret"));
  }

  /** TiDB Cloud with the good API key as {@code default} and a wrong one as {@code wrong}. */
  public TidbCloud tidbClient() {
    return new TidbCloud(
        new TidbCloudSettings(
            URI.create("https://127.0.0.1:" + servers.httpsPort()),
            Optional.of(folder.resolve("ca.pem"))),
        name -> new ApiKey("pub", name.equals("wrong") ? "not-priv" : "priv"));
  }

  /** Changes the store directly, without an API call. */
  public void change(Resource changed) {
    cloud.store().put(changed);
  }

  /** Removes from the store directly, without an API call. */
  public void remove(String type, String id) {
    cloud.store().remove(type, id);
  }

  /** Changes how the sandbox behaves where the real clouds are not documented. */
  public void setting(Setting setting, String value) {
    new Settings(cloud.store()).choose(setting, value);
  }

  /** Makes the next call of this action fail with this code. */
  public void refuse(String action, int times, int status, String code) {
    cloud.faults().add(action, 1, times, new Fault.ErrorResponse(status, code, "made for a test"));
  }

  /** Makes the next call of this action take effect without a response. */
  public void loseReply(String action) {
    cloud.faults().add(action, 1, 1, new Fault.LostReply());
  }

  /** All resources of a type, for example {@code vpc}. */
  public List<Resource> resources(String type) {
    return cloud.store().all(type);
  }

  public List<Resource> resources() {
    return cloud.store().all();
  }

  public long calls(String action) {
    return cloud.calls().latest(action, 1000).size();
  }

  @Override
  public void close() {
    servers.close();
    linked.close();
    cloud.close();
  }

  private static final class NoProducers implements ChangefeedRunner {
    @Override
    public void start(ChangefeedSpec spec, Consumer<Status> onStatus) {}

    @Override
    public void stop(String id) {}

    @Override
    public void close() {}
  }
}
