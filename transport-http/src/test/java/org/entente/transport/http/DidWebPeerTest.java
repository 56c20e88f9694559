package org.entente.transport.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.entente.Agent;
import org.entente.connection.Connection;
import org.entente.connection.ConnectionRequest;
import org.entente.connection.ConnectionResponse;
import org.entente.connection.ConnectionState;
import org.entente.did.Did;
import org.entente.did.DidDocument;
import org.entente.did.DidResolver;
import org.entente.did.DidResolvers;
import org.entente.did.DidService;
import org.entente.did.NewKeys;
import org.entente.did.OfflineResolver;
import org.entente.did.ServiceEndpoint;
import org.entente.did.VerificationMethod;
import org.entente.envelope.Envelopes;
import org.entente.envelope.KeyRing;
import org.entente.envelope.Packing;
import org.entente.json.JsonObject;
import org.entente.message.BasicMessage;
import org.entente.message.Invitation;
import org.entente.message.Message;
import org.entente.message.MessageType;
import org.entente.message.ThreadId;
import org.entente.transport.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that looks up did:web, and a peer that is one. */
class DidWebPeerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final URI OURS = URI.create("https://us.example/");

  @TempDir static Path directory;
  private static KeyStore certificate;

  private final AtomicLong nanos = new AtomicLong();
  private final KeyRing keys = new KeyRing();

  /** The peer's own, which knows its document without a request. */
  private final Envelopes envelopes =
      Envelopes.builder(keys, keys.keyManager())
          .resolvers(DidResolvers.of(List.of(new OfflineResolver(), new Own())))
          .build();

  private volatile boolean hostIsDown;
  private HostileServer host;
  private HostileServer endpoint;
  private Did peer;
  private DidDocument document;
  private DidWebResolver resolver;
  private Agent agent;

  private final class Own implements DidResolver {
    @Override
    public Set<String> methods() {
      return Set.of("web");
    }

    @Override
    public boolean isOffline() {
      return true;
    }

    @Override
    public DidDocument resolve(Did did) {
      return document;
    }
  }

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificates.forName(directory, "dns:agent.example");
  }

  @BeforeEach
  void open() throws Exception {
    endpoint = HostileServer.saying("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    host = Certificates.server(certificate, out -> out.write(answer().getBytes(ISO_8859_1)));
    peer = new Did("did:web:agent.example%3A" + host.port() + ":peer");
    resolver =
        DidWebResolver.builder()
            .endpointPolicy(EndpointPolicy.strict().allowLoopback())
            .resolver(name -> InetAddress.getAllByName("127.0.0.1"))
            .trusted(certificate)
            .ticker(nanos::get)
            .open();
    agent =
        Agent.builder("us")
            .transport(
                HttpTransport.builder(OURS)
                    .endpointPolicy(EndpointPolicy.strict().allowHttp().allowLoopback())
                    .sendOnly())
            .resolver(resolver)
            .build();
    NewKeys its = keys.keyManager().generate();
    document =
        DidDocument.builder(peer)
            .keyAgreement(new VerificationMethod(List.of("key-1"), its.agreement().publicKey()))
            .authentication(
                new VerificationMethod(List.of("key-2"), its.authentication().publicKey()))
            .service(
                new DidService(
                    "#service",
                    DidService.DIDCOMM_MESSAGING,
                    List.of(
                        new ServiceEndpoint(
                            endpoint.endpoint().toString(), List.of(), List.of("didcomm/v2")))))
            .build();
    keys.add(document, List.of(its.agreement(), its.authentication()));
  }

  @AfterEach
  void close() throws Exception {
    agent.close();
    resolver.close();
    host.close();
    endpoint.close();
  }

  private String answer() {
    if (hostIsDown) {
      return "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n";
    }
    String json = document.toJson().toJson();
    return "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
  }

  private Connection accept() {
    return agent
        .connections()
        .accept(Invitation.builder(UUID.randomUUID().toString(), peer).build());
  }

  /** What has come to the peer next. */
  private Message arrived() throws InterruptedException {
    String request = endpoint.requests().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    byte[] body = request.substring(request.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
    return envelopes.unpack(body).message();
  }

  private Receipt.Kind says(Did to, MessageType type, String thread, JsonObject body) {
    Message message =
        Message.builder(UUID.randomUUID().toString(), type)
            .from(peer)
            .to(to)
            .thread(new ThreadId(thread))
            .parentThread(new ThreadId(thread))
            .body(body)
            .build();
    return agent.receiver().receive(envelopes.pack(message, Packing.authcrypt())).kind();
  }

  @Test
  void anInvitationOfADidWebLeadsToAConnection() throws Exception {
    Connection accepted = accept();
    Message request = arrived();
    assertThat(request.type()).isEqualTo(ConnectionRequest.TYPE);
    Did ours = request.from().orElseThrow();

    assertThat(says(ours, ConnectionResponse.TYPE, accepted.thread(), JsonObject.empty()))
        .isEqualTo(Receipt.Kind.ACCEPTED);
    Connection established = agent.connections().awaitEstablished(accepted.id(), PATIENCE);
    var unused = agent.messages().send(accepted.id(), new BasicMessage("Hello"));

    assertThat(established.theirDid()).contains(peer);
    assertThat(BasicMessage.KIND.read(arrived()).content()).isEqualTo("Hello");
    assertThat(host.requests()).hasSize(1);
  }

  @Test
  void aPeerWhoseHostIsDownIsToldToTryAgain() throws Exception {
    Connection accepted = accept();
    Did ours = arrived().from().orElseThrow();
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());
    hostIsDown = true;

    assertThat(says(ours, ConnectionResponse.TYPE, accepted.thread(), JsonObject.empty()))
        .isEqualTo(Receipt.Kind.BUSY);
    hostIsDown = false;
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());

    assertThat(says(ours, ConnectionResponse.TYPE, accepted.thread(), JsonObject.empty()))
        .isEqualTo(Receipt.Kind.ACCEPTED);
    assertThat(agent.connections().awaitEstablished(accepted.id(), PATIENCE).theirDid())
        .contains(peer);
  }

  @Test
  void aStrangersDidWebCausesNoRequest() {
    Connection invited = agent.connections().invite();

    assertThat(
            says(
                invited.ourDid(),
                ConnectionRequest.TYPE,
                invited.invitation().id(),
                JsonObject.empty()))
        .isEqualTo(Receipt.Kind.REFUSED);

    assertThat(host.requests()).isEmpty();
    assertThat(agent.connections().get(invited.id()).state())
        .isEqualTo(ConnectionState.INVITATION_GENERATED);
  }
}
