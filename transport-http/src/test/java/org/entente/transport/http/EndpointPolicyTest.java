package org.entente.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.limits.Limits;
import org.entente.transport.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointPolicyTest {
  private static final EndpointPolicy STRICT = EndpointPolicy.strict().allowHttp();
  private static final EndpointPolicy WIDE = STRICT.allowLoopback().allowPrivate();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://8.8.8.8/",
        "https://agent.example/didcomm",
        "HTTPS://AGENT.EXAMPLE/didcomm",
        "http://agent.example:8090",
        "http://agent.example./a?b=c&d",
        "http://xn--bcher-kva.example/",
        "http://1e100.example/",
        "http://0x7f.example/",
        "http://[2606:4700:4700::1111]/",
        "http://172.15.255.255/",
        "http://172.32.0.1/",
        "http://100.63.255.255/",
        "http://11.0.0.1/",
        "http://223.255.255.255/",
      })
  void anOrdinaryEndpointIsAllowed(String endpoint) {
    assertThatCode(() -> judge(STRICT, endpoint)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/",
        "https://127.0.0.1/",
        "http://127.1.2.3/",
        "http://127.255.255.255/",
        "http://[::1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
        "http://[::0:1]/",
        "http://[::0.0.0.1]/",
      })
  void loopbackIsAllowedOnlyByName(String endpoint) {
    assertThat(refusal(STRICT, endpoint)).contains("allowLoopback()");
    assertThat(refusal(STRICT.allowPrivate(), endpoint)).contains("allowLoopback()");
    assertThatCode(() -> judge(STRICT.allowLoopback(), endpoint)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/",
        "http://10.255.255.255/",
        "http://172.16.0.1/",
        "http://172.31.255.255/",
        "http://192.168.0.1/",
        "http://192.168.255.255/",
        "http://[fc00::1]/",
        "http://[fd12:3456:789a::1]/",
        "http://[FDFF:ffff:ffff:ffff:ffff:ffff:ffff:ffff]/",
      })
  void aPrivateAddressIsAllowedOnlyByName(String endpoint) {
    assertThat(refusal(STRICT, endpoint)).contains("allowPrivate()");
    assertThat(refusal(STRICT.allowLoopback(), endpoint)).contains("allowPrivate()");
    assertThatCode(() -> judge(STRICT.allowPrivate(), endpoint)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // addresses that no endpoint has
        "http://0.0.0.0/",
        "http://0.1.2.3/",
        "http://100.64.0.1/",
        "http://100.100.100.200/",
        "http://100.127.255.255/",
        "http://169.254.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://192.0.0.1/",
        "http://192.0.0.192/",
        "http://192.0.2.1/",
        "http://192.88.99.1/",
        "http://198.18.0.1/",
        "http://198.19.255.255/",
        "http://198.51.100.1/",
        "http://203.0.113.1/",
        "http://224.0.0.1/",
        "http://239.255.255.255/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::]/",
        "http://[::2]/",
        "http://[::127.0.0.1]/",
        "http://[::7f00:1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::FFFF:8.8.8.8]/",
        "http://[0:0:0:0:0:ffff:10.0.0.1]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::1]/",
        "http://[100::1]/",
        "http://[2001::1]/",
        "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "http://[2001:2::1]/",
        "http://[2001:10::1]/",
        "http://[2001:20::1]/",
        "http://[2001:db8::1]/",
        "http://[2002:7f00:1::]/",
        "http://[2002:a00:1::1]/",
        "http://[3fff::1]/",
        "http://[4000::1]/",
        "http://[5f00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[febf::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[ff0e::1]/",
        // other spellings of addresses
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0x7f.1/",
        "http://agent.0x7f/",
        "http://agent.1/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://0177.0.0.01/",
        "http://127.0.0.01/",
        "http://127.0.0.1./",
        "http://127.0.0.256/",
        "http://127.0.0.1.1/",
        "http://%31%32%37.0.0.1/",
        "http://127%2e0%2e0%2e1/",
        "http://127。0。0。1/",
        "http://127．0．0．1/",
        "http://１２７.0.0.1/",
        "http://①②⑦.0.0.1/",
        "http://ⓛocalhost/",
        "http://localhost。/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1%25lo]/",
        // what is no plain http URI
        "http://user@agent.example/",
        "http://user:password@agent.example/",
        "http://agent.example@127.0.0.1/",
        "http://127.0.0.1@agent.example/",
        "http://@agent.example/",
        "http://agent.example/#fragment",
        "http://agent.example#@127.0.0.1/",
        "http://agent.example/#",
        "http://agent.example:0/",
        "http://agent.example:65536/",
        "http://agent.example:99999/",
        "http://agent_1.example/",
        "http://-agent.example/",
        "http://agent..example/",
        "http://agent.example//127.0.0.1/",
        "http:///path",
        "http:/path",
        "http:agent.example",
        "//agent.example/",
        "agent.example",
        "ftp://agent.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/_x",
        "jar:http://agent.example/a!/b",
        "unix:/run/docker.sock",
      })
  void whatCanBeNoEndpointIsNeverAllowed(String endpoint) {
    assertThat(refusal(WIDE, endpoint)).isNotEmpty();
  }

  @Test
  void anEndpointThatIsTooLongIsRefused() {
    assertThat(refusal(WIDE, "http://agent.example/" + "a".repeat(2048))).contains("too long");
    assertThat(refusal(WIDE, "http://" + "a.".repeat(130) + "example/")).isNotEmpty();
  }

  @Test
  void httpsAndPortsCanBeDemanded() {
    EndpointPolicy demanding = EndpointPolicy.strict().allowPorts(443, 8443);

    assertThat(refusal(demanding, "http://agent.example:443/")).contains("https");
    assertThat(refusal(demanding, "https://agent.example:8080/")).contains("port");
    assertThatCode(() -> judge(demanding, "https://agent.example/")).doesNotThrowAnyException();
    assertThatCode(() -> judge(demanding, "https://a.example:8443/")).doesNotThrowAnyException();
  }

  @Test
  void oneBadAddressAmongGoodOnesIsEnough() throws Exception {
    List<InetAddress> addresses =
        List.of(InetAddress.getAllByName("8.8.8.8")[0], InetAddress.getAllByName("127.0.0.1")[0]);

    assertThatExceptionOfType(UndeliverableException.class)
        .isThrownBy(() -> STRICT.judge(addresses));
  }

  @Test
  void noRefusalRepeatsWhatThePeerSaid() {
    assertThat(refusal(STRICT, "http://user-canary@host-canary.example/")).doesNotContain("canary");
    assertThat(refusal(STRICT, "canary://canary/canary")).doesNotContain("canary");
  }

  @Test
  void aNameThatChangesAfterItWasJudgedIsNotFollowed() throws Exception {
    try (ServerSocket victim = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      AtomicInteger lookups = new AtomicInteger();
      // Judged is the first answer, where nobody listens; every later one leads to the victim.
      NameResolver rebinding =
          host ->
              InetAddress.getAllByName(lookups.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1");
      URI endpoint = URI.create("http://rebinding.example:" + victim.getLocalPort() + "/");
      try (HttpTransport transport =
          HttpTransport.builder(URI.create("http://us.example/"))
              .endpointPolicy(STRICT.allowLoopback())
              .resolver(rebinding)
              .sendOnly()) {

        Answer answer = send(transport, endpoint);

        assertThat(answer.kind()).isEqualTo(Answer.Kind.TRY_LATER);
        assertThat(lookups).hasValue(1);
        victim.setSoTimeout(1);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(victim::accept);
      }
    }
  }

  @Test
  void aNameThatLeadsToLoopbackIsNotConnectedTo() throws Exception {
    try (ServerSocket victim = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI endpoint = URI.create("http://rebinding.example:" + victim.getLocalPort() + "/");
      try (HttpTransport transport =
          HttpTransport.builder(URI.create("http://us.example/"))
              .endpointPolicy(STRICT)
              .resolver(host -> InetAddress.getAllByName("127.0.0.1"))
              .sendOnly()) {

        Answer answer = send(transport, endpoint);

        assertThat(answer.kind()).isEqualTo(Answer.Kind.IMPOSSIBLE);
        assertThat(answer.note()).contains("allowLoopback()");
        victim.setSoTimeout(1);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(victim::accept);
      }
    }
  }

  private static void judge(EndpointPolicy policy, String endpoint) {
    URI uri;
    try {
      uri = new URI(endpoint);
    } catch (URISyntaxException e) {
      throw new UndeliverableException(Answer.impossible("not even a URI"));
    }
    policy.judge(Target.of(uri, Limits.defaults()));
  }

  private static String refusal(EndpointPolicy policy, String endpoint) {
    try {
      judge(policy, endpoint);
      return "";
    } catch (UndeliverableException e) {
      assertThat(e.answer().kind()).isEqualTo(Answer.Kind.IMPOSSIBLE);
      return e.answer().note();
    }
  }

  private static Answer send(HttpTransport transport, URI endpoint) throws Exception {
    return transport
        .send(endpoint, new byte[] {1})
        .toCompletableFuture()
        .get(300, TimeUnit.SECONDS);
  }
}
