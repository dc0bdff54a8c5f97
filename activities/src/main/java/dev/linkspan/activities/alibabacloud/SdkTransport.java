package dev.linkspan.activities.alibabacloud;

import com.aliyuncs.http.CallBack;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.HttpClientConfig;
import com.aliyuncs.http.HttpRequest;
import com.aliyuncs.http.HttpResponse;
import com.aliyuncs.http.IHttpClient;
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
 * The SDK's way to the network. The SDK's own client is one for the whole JVM, whose first user
 * decides whom everybody trusts; this one belongs to its settings.
 */
final class SdkTransport extends IHttpClient {
  /** Written by the HTTP client itself. */
  private static final Set<String> OWN_HEADERS = Set.of("content-length", "host");

  /** What the SDK's exceptions leave out. */
  record Answer(int status, Optional<String> retryAfterMillis) {
    static final Answer NONE = new Answer(0, Optional.empty());
  }

  private final CloseableHttpClient http;
  private final ThreadLocal<Answer> last = ThreadLocal.withInitial(() -> Answer.NONE);

  /** The last answer on this thread, once. */
  Answer takeLast() {
    Answer answer = last.get();
    last.remove();
    return answer;
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

  private HttpResponse read(ClassicHttpResponse answer) throws IOException {
    last.set(
        new Answer(
            answer.getCode(),
            Optional.ofNullable(answer.getFirstHeader("x-acs-retry-after")).map(Header::getValue)));
    HttpResponse response = new HttpResponse();
    response.setStatus(answer.getCode());
    response.setReasonPhrase(answer.getReasonPhrase());
    HttpEntity entity = answer.getEntity();
    byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
    ContentType type =
        Optional.ofNullable(entity)
            .map(HttpEntity::getContentType)
            .map(ContentType::parseLenient)
            .orElse(ContentType.APPLICATION_JSON);
    Charset charset = type.getCharset(StandardCharsets.UTF_8);
    response.setHttpContent(body, charset.name(), FormatType.mapAcceptToFormat(type.getMimeType()));
    for (Header header : answer.getHeaders()) {
      response.putHeaderParameter(header.getName(), header.getValue());
    }
    return response;
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
