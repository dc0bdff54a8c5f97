package dev.linkspan.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Properties;

/** Calls TiDB Cloud's API in the sandbox, as the owner of the cluster would. */
final class TidbApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLUSTER = "/v1beta1/clusters/10001";

  private final URI cloud;
  private final Authenticator key;

  TidbApi(LocalStack stack) {
    this.cloud = stack.sandbox().address();
    Properties credentials = new Properties();
    try (InputStream in = Files.newInputStream(stack.state().resolve("credentials.properties"))) {
      credentials.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.key =
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(
                credentials.getProperty("tidbPublicKey"),
                credentials.getProperty("tidbPrivateKey").toCharArray());
          }
        };
  }

  JsonNode get(String path) {
    return send("GET", path, "");
  }

  JsonNode post(String path, String body) {
    return send("POST", path, body);
  }

  void delete(String path) {
    var unused = send("DELETE", path, "");
  }

  private JsonNode send(String method, String path, String body) {
    try {
      HttpURLConnection call =
          (HttpURLConnection) cloud.resolve(CLUSTER + path).toURL().openConnection();
      call.setAuthenticator(key);
      call.setRequestMethod(method);
      if (!body.isEmpty()) {
        call.setRequestProperty("Content-Type", "application/json");
        call.setDoOutput(true);
        call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      if (call.getResponseCode() >= 300) {
        String error = new String(call.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        throw new AssertionError(method + " " + path + ": " + error);
      }
      return JSON.readTree(call.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
