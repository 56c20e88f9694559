package org.entente.envelope;

import static org.entente.envelope.Wrap.Part.FINISHED;
import static org.entente.envelope.Wrap.Part.HEADER;
import static org.entente.envelope.Wrap.Part.PLAINTEXT;
import static org.entente.envelope.Wrap.Part.PRIOR_CLAIMS;
import static org.entente.envelope.Wrap.Part.PRIOR_HEADER;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.entente.json.JsonObject;

/**
 * What may be changed without being refused; everything else must not be.
 *
 * @param reason why
 * @param isIt whether it is this; asked only if the changed part is still JSON
 */
record StillValid(String reason, Predicate<Tampered> isIt) {
  private static final String UNRESERVED = "[A-Za-z0-9._~-]{1,128}";
  private static final String DID = "did:[a-z0-9]+:[A-Za-z0-9.:_%=-]*[A-Za-z0-9._%=-]";
  private static final String PARTY = DID + "(#[A-Za-z0-9._~!$&'()*+,;=:@/?-]+)?";
  private static final String BASE64URL = "([\\w-]{4})*([\\w-][AQgw]|[\\w-]{2}[AEIMQUYcgkosw048])?";
  private static final long LAST_SECOND = 253_402_300_799L;

  private static final List<StillValid> OF_ENVELOPES =
      List.of(
          new StillValid(
              "typ is a SHOULD",
              t ->
                  (t.isIn(HEADER, "typ") || t.isIn(PRIOR_HEADER, "typ"))
                      && t.isHow("missing", "null")),
          new StillValid(
              "apu names the sender too",
              t -> t.isIn(HEADER, "skid") && t.isHow("missing", "null")),
          new StillValid(
              "null names no sender",
              t -> t.isIn(HEADER, "skid", "apu") && !t.isSigned() && t.isHow("extra null")),
          new StillValid(
              "a signature may name its key here, and null names none",
              t -> t.isIn(HEADER, "kid") && t.isSigned() && t.isHow("extra null")),
          new StillValid(
              "a key on X25519 has no y, and null is none",
              t -> t.isIn(HEADER, "epk/y") && t.isHow("extra null")),
          new StillValid(
              "it is the first key of ours by which we decrypt",
              t -> t.isIn(FINISHED, "recipients/1/encrypted_key") && t.isText(BASE64URL)));

  private static final List<StillValid> OF_MESSAGES =
      List.of(
          new StillValid("typ is a SHOULD", t -> t.isIn(PLAINTEXT, "typ") && t.isAbsent()),
          new StillValid(
              "an id is the author's choice", t -> t.isIn(PLAINTEXT, "id") && t.isText(UNRESERVED)),
          new StillValid(
              "threads are the author's choice",
              t -> t.isIn(PLAINTEXT, "thid", "pthid") && (t.isAbsent() || t.isText(UNRESERVED))),
          new StillValid(
              "a type is any text", t -> t.isIn(PLAINTEXT, "type") && t.isText("(?s).{1,512}")),
          new StillValid(
              "times are the author's choice",
              t ->
                  t.isIn(PLAINTEXT, "created_time", "expires_time")
                      && (t.isAbsent() || t.isNumber(0, LAST_SECOND))),
          new StillValid(
              "nothing proves who writes anonymously",
              t ->
                  t.isIn(PLAINTEXT, "from")
                      && !t.isAuthorProven()
                      && (t.isAbsent() || t.isText(DID))),
          new StillValid(
              "a message need not say to whom, unless it is signed inside encryption",
              t ->
                  t.isIn(PLAINTEXT, "to")
                      && (t.isAbsent() || t.isValue(List.of()))
                      && !(t.isSigned() && t.isEncrypted())),
          new StillValid(
              "a message may name its recipient twice",
              t -> t.isIn(PLAINTEXT, "to") && t.isHow("element twice")),
          new StillValid(
              "what is not encrypted may be for anybody",
              t ->
                  t.isIn(PLAINTEXT, "to")
                      && t.isHow("swapped with one for another recipient")
                      && !t.isEncrypted()),
          new StillValid(
              "a message need not have a body",
              t ->
                  t.isIn(PLAINTEXT, "body")
                      && !t.isForward()
                      && (t.isAbsent() || t.isOf(JsonObject.class))),
          new StillValid(
              "a message need not have attachments",
              t ->
                  t.isIn(PLAINTEXT, "attachments")
                      && !t.isForward()
                      && (t.isAbsent() || t.isListOf(JsonObject.class))),
          new StillValid(
              "what a message says is the author's choice",
              t ->
                  (t.isInside(PLAINTEXT, "body") || t.isInside(PLAINTEXT, "attachments"))
                      && !t.isForward()),
          new StillValid(
              "a move to another DID need not be told again",
              t -> t.isIn(PLAINTEXT, "from_prior") && t.isAbsent()),
          new StillValid(
              "a move is told to all by the same author",
              t ->
                  t.isIn(PLAINTEXT, "from_prior")
                      && t.isHow(
                          "swapped with one for the same recipient",
                          "swapped with one for another recipient")),
          new StillValid(
              "when a DID was given up is the author's word",
              t -> t.isIn(PRIOR_CLAIMS, "iat") && t.isNumber(0, LAST_SECOND)),
          new StillValid(
              "a JWT may have other claims (RFC 7519 §4)",
              t -> t.part() == PRIOR_CLAIMS && t.isHow("extra", "extra null")),
          new StillValid(
              "headers that are not known are kept",
              t ->
                  t.part() == PLAINTEXT
                      && t.field().path().isEmpty()
                      && (t.isHow("extra null")
                          || (t.isHow("extra") && !t.isIn(PLAINTEXT, "ciphertext", "payload")))));

  private static final List<StillValid> OF_FORWARDS =
      List.of(
          new StillValid(
              "a forward may be for anybody, and is theirs to pass on",
              t -> t.isIn(PLAINTEXT, "body/next") && t.isText(PARTY)),
          new StillValid(
              "a forward may be for anybody, and is theirs to pass on",
              t -> t.isIn(PLAINTEXT, "body") && t.isHow("swapped with one for another recipient")),
          new StillValid(
              "a forward may say more than who is next",
              t -> t.isInside(PLAINTEXT, "body") && t.isHow("extra", "extra null")),
          new StillValid(
              "what is said about the attachment is not asked for",
              t ->
                  t.isIn(PLAINTEXT, "attachments/0/id", "attachments/0/media_type")
                      || (t.isInside(PLAINTEXT, "attachments") && t.isHow("extra", "extra null"))),
          new StillValid(
              "a forward may carry anything, also another message",
              t -> t.isIn(PLAINTEXT, "attachments/0/data/json") && t.isOf(JsonObject.class)),
          new StillValid(
              "a forward may carry anything, also another message",
              t ->
                  t.isIn(PLAINTEXT, "attachments", "attachments/0/data")
                      && t.how().startsWith("swapped")));

  static Stream<StillValid> all() {
    return Stream.of(OF_ENVELOPES, OF_MESSAGES, OF_FORWARDS).flatMap(List::stream);
  }

  /** The one that it is, if any. */
  static Optional<StillValid> find(Tampered tampered) {
    return tampered.json().isEmpty()
        ? Optional.empty()
        : all()
            .filter(valid -> tampered.isForward() || !OF_FORWARDS.contains(valid))
            .filter(valid -> valid.isIt().test(tampered))
            .findFirst();
  }

  /**
   * Whether it concerns what a forward carries: if that cannot be read, the forward itself may be
   * told, since it is for whoever the forward names to refuse.
   */
  static boolean leavesToMediator(Tampered t) {
    return t.layer() == t.specimen().forward() - 1
        && !Set.of(PLAINTEXT, PRIOR_HEADER, PRIOR_CLAIMS).contains(t.part());
  }
}
