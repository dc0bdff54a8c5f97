package dev.linkspan.activities.alibabacloud;

import com.aliyuncs.http.CallBack;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.HttpClientConfig;
import com.aliyuncs.http.HttpRequest;
import com.aliyuncs.http.HttpResponse;
import com.aliyuncs.http.IHttpClient;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * The HTTP client that the SDK uses. The SDK's own client is shared by the whole JVM, and its first
 * user decides which certificates everybody trusts; this one has its own settings.
 */
final class SdkTransport extends IHttpClient {
  /** Set by the HTTP client itself. */
  private static final Set<String> OWN_HEADERS = Set.of("content-length", "host");

  /**
   * What the SDK's exceptions leave out.
   *
   * @param status of HTTP; 0 where there was no response
   * @param retryAfterMillis header {@code x-acs-retry-after}
   * @param foreign whether the body is nothing that the API sends: somebody between here and the
   *     API may have answered
   */
  record ResponseMetadata(int status, Optional<String> retryAfterMillis, boolean foreign) {
    static final ResponseMetadata NONE = new ResponseMetadata(0, Optional.empty(), false);
  }

  private static final JsonFactory JSON = new JsonFactory();

  private final CloseableHttpClient http;
  private final ThreadLocal<ResponseMetadata> last =
      ThreadLocal.withInitial(() -> ResponseMetadata.NONE);

  /** Returns the metadata of the last response on this thread, and forgets it. */
  ResponseMetadata takeLast() {
    ResponseMetadata metadata = last.get();
    last.remove();
    return metadata;
  }

  SdkTransport(CloseableHttpClient http) {
    this.http = http;
  }

  @Override
  protected void init(HttpClientConfig config) {}

  @Override
  public HttpResponse syncInvoke(HttpRequest request) throws IOException {
    HttpUriRequestBase call =
        new HttpUriRequestBase(request.getSysMethod().name(), URI.create(request.getSysUrl()));
    request
        .getSysHeaders()
        .forEach(
            (name, value) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                call.setHeader(name, value);
              }
            });
    byte[] body = request.getHttpContent();
    if (body != null && body.length > 0) {
      String type = request.getHeaderValue("Content-Type");
      call.setEntity(new ByteArrayEntity(body, type == null ? null : ContentType.parse(type)));
    }
    return http.execute(call, this::read);
  }

  private HttpResponse read(ClassicHttpResponse received) throws IOException {
    HttpResponse response = new HttpResponse();
    response.setStatus(received.getCode());
    response.setReasonPhrase(received.getReasonPhrase());
    HttpEntity entity = received.getEntity();
    byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
    boolean foreign = !isOfTheApi(received.getCode(), body);
    last.set(
        new ResponseMetadata(
            received.getCode(),
            Optional.ofNullable(received.getFirstHeader("x-acs-retry-after")).map(Header::getValue),
            foreign));
    if (foreign) {
      // The SDK reads parts of it, throws anything, or overflows the stack.
      throw new IOException("the body is not the API's");
    }
    ContentType type =
        Optional.ofNullable(entity)
            .map(HttpEntity::getContentType)
            .map(ContentType::parseLenient)
            .orElse(ContentType.APPLICATION_JSON);
    Charset charset = type.getCharset(StandardCharsets.UTF_8);
    response.setHttpContent(body, charset.name(), FormatType.mapAcceptToFormat(type.getMimeType()));
    for (Header header : received.getHeaders()) {
      response.putHeaderParameter(header.getName(), header.getValue());
    }
    return response;
  }

  /**
   * A whole JSON object with what every answer of the API has: its request ID, or the code of an
   * error; or an error in XML, which gateways of the API send. Other gateways answer in JSON too.
   */
  private static boolean isOfTheApi(int status, byte[] body) {
    String mark = status < 300 ? "RequestId" : "Code";
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        boolean marked = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          marked |= mark.equalsIgnoreCase(parser.currentName());
          parser.nextToken();
          parser.skipChildren();
        }
        return marked && parser.nextToken() == null;
      }
    } catch (IOException e) {
      return new String(body, StandardCharsets.UTF_8).contains("<Code>");
    }
    return false;
  }

  @Override
  public Future<HttpResponse> asyncInvoke(HttpRequest request, CallBack callback) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("deprecation")
  public void ignoreSSLCertificate() {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("deprecation")
  public void restoreSSLCertificate() {}

  @Override
  public boolean isSingleton() {
    return false;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
