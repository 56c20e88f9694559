package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedRequestsTest {
  private static final String TYPE = "Content-Type: application/didcomm-encrypted+json\r\n";

  private static final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private static HttpTransport transport;

  @BeforeAll
  static void open() {
    transport = HttpTransport.listen(0, URI.create("http://127.0.0.1:0/didcomm"));
    transport.start(
        packed -> {
          received.add(new String(packed, StandardCharsets.ISO_8859_1));
          return Receipt.of(Receipt.Kind.ACCEPTED);
        });
  }

  @AfterAll
  static void close() {
    transport.close();
  }

  // In the table, ; stands for the end of a line _ for a blank, | for a comma.
  @ParameterizedTest
  @CsvSource({
    // method and path
    "405, GET_/didcomm_HTTP/1.1;Host:a;;",
    "405, HEAD_/didcomm_HTTP/1.1;Host:a;;",
    "405, PUT_/didcomm_HTTP/1.1;Host:a;Content-Length:0;;",
    "405, DELETE_/didcomm_HTTP/1.1;Host:a;;",
    "405, OPTIONS_/didcomm_HTTP/1.1;Host:a;;",
    "405, TRACE_/didcomm_HTTP/1.1;Host:a;;",
    "405, post_/didcomm_HTTP/1.1;Host:a;;",
    "404, POST_/_HTTP/1.1;Host:a;Content-Length:0;;",
    "404, POST_/didcomm/_HTTP/1.1;Host:a;Content-Length:0;;",
    "404, POST_/DIDCOMM_HTTP/1.1;Host:a;Content-Length:0;;",
    "404, POST_//didcomm_HTTP/1.1;Host:a;Content-Length:0;;",
    "404, POST_/x/../didcomm_HTTP/1.1;Host:a;Content-Length:0;;",
    "404, POST_/%64idcomm_HTTP/1.1;Host:a;Content-Length:0;;",
    "404, POST_/didcomm?x_HTTP/1.1;Host:a;Content-Length:0;;",
    "404, POST_http://b/didcomm_HTTP/1.1;Host:a;Content-Length:0;;",
    "404, OPTIONS_*_HTTP/1.1;Host:a;;",
    "404, CONNECT_b:443_HTTP/1.1;Host:a;;",
    "404, GET_/_HTTP/1.1;Host:a;;",
    // type
    "415, POST_/didcomm_HTTP/1.1;Host:a;Content-Length:0;;",
    "415, POST_/didcomm_HTTP/1.1;Host:a;Content-Length:0;Content-Type:application/json;;",
    "415, POST_/didcomm_HTTP/1.1;Host:a;Content-Length:0;Content-Type:text/plain;;",
    "415, POST_/didcomm_HTTP/1.1;Host:a;Content-Length:0;Content-Type:application/didcomm-plain+json;;",
    "415, POST_/didcomm_HTTP/1.1;Host:a;Content-Length:0;Content-Type:application/didcomm-encrypted+jsonx;;",
    "415, POST_/didcomm_HTTP/1.1;Host:a;Content-Length:0;TYPE;Content-Encoding:gzip;;",
    "415, POST_/didcomm_HTTP/1.1;Host:a;Content-Length:0;TYPE;TYPE;;",
    // length
    "411, POST_/didcomm_HTTP/1.1;Host:a;TYPE;;",
    "413, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:1048577;;",
    "413, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:9223372036854775807;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:9223372036854775808;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:-1;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:+1;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:0x1;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:1;Content-Length:2;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:1|1;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:3;Transfer-Encoding:chunked;;0;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Transfer-Encoding:chunked;Content-Length:3;;0;;",
    "400, POST_/didcomm_HTTP/1.0;TYPE;Transfer-Encoding:chunked;;0;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Transfer-Encoding:chunked;;x;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Transfer-Encoding:chunked;;-1;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Transfer-Encoding:gzip;;",
    "501, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Transfer-Encoding:gzip|chunked;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Transfer-Encoding:chunked;Transfer-Encoding:chunked;;",
    // what is no HTTP
    "400, POST_/didcomm_HTTP/1.1;Content-Length:0;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;Host:b;Content-Length:0;;",
    "400, POST_/didcomm_HTTP/1.1;Host:a;Bad_Header_:_x;;",
    "400, hello;;",
    "505, PRI_*_HTTP/2.0;;SM;;",
    "417, POST_/didcomm_HTTP/1.1;Host:a;TYPE;Content-Length:1;Expect:miracles;;",
  })
  void aRequestThatIsNoneIsRefused(int status, String request) throws Exception {
    String bytes =
        request.replace("TYPE;", TYPE).replace(";", "\r\n").replace("_", " ").replace("|", ", ");
    try (RawConnection connection = new RawConnection(transport.port())) {
      String answer = connection.say(bytes).hear();

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ").endsWith("\r\n\r\n");
      assertThat(answer.toLowerCase(Locale.ROOT))
          .doesNotContain("server:", "netty", "exception", "miracles");
      assertThat(received).isEmpty();
    }
  }
}
