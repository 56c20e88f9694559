package org.entente.envelope;

import java.util.Optional;
import org.entente.did.Did;
import org.entente.did.Profile;
import org.jspecify.annotations.Nullable;

/**
 * How to protect a message: one of the six ways in which DIDComm v2 lets messages be sent (§Message
 * Layers). Immutable.
 *
 * <table>
 *   <caption>What each gives</caption>
 *   <tr><th></th><th>only the recipient reads it</th><th>the recipient knows the author</th>
 *       <th>anybody can be shown the author</th><th>carriers see the sender's key id</th></tr>
 *   <tr><td>{@link #authcrypt}</td><td>yes</td><td>yes</td><td>no</td><td>yes</td></tr>
 *   <tr><td>{@link #authcryptHidingSender}</td><td>yes</td><td>yes</td><td>no</td><td>no</td></tr>
 *   <tr><td>{@link #signedAnoncrypt}</td><td>yes</td><td>yes</td><td>yes</td><td>no</td></tr>
 *   <tr><td>{@link #anoncrypt}</td><td>yes</td><td>no</td><td>no</td><td>no</td></tr>
 *   <tr><td>{@link #signed}</td><td>no</td><td>yes</td><td>yes</td><td>yes</td></tr>
 *   <tr><td>{@link #plaintext}</td><td>no</td><td>no</td><td>no</td><td>no</td></tr>
 * </table>
 *
 * <p>If in doubt, take {@link #authcrypt}: it is what agents expect.
 */
public final class Packing {
  /** The layers, outermost first. */
  enum Form {
    PLAINTEXT(false, false, false),
    SIGNED(false, false, true),
    AUTHCRYPT(false, true, false),
    ANONCRYPT(true, false, false),
    ANONCRYPT_AUTHCRYPT(true, true, false),
    ANONCRYPT_SIGNED(true, false, true);

    final boolean isAnoncrypted;
    final boolean isAuthcrypted;
    final boolean isSigned;

    Form(boolean isAnoncrypted, boolean isAuthcrypted, boolean isSigned) {
      this.isAnoncrypted = isAnoncrypted;
      this.isAuthcrypted = isAuthcrypted;
      this.isSigned = isSigned;
    }
  }

  private final Form form;
  private final Profile profile;
  private final ContentEncryption anonymousEnc;
  private final @Nullable Did recipient;

  private Packing(
      Form form, Profile profile, ContentEncryption anonymousEnc, @Nullable Did recipient) {
    this.form = form;
    this.profile = profile;
    this.anonymousEnc = anonymousEnc;
    this.recipient = recipient;
  }

  /**
   * Encrypted so that the recipient knows who wrote it, and cannot prove it to others:
   * ECDH-1PU+A256KW with A256CBC-HS512. The message needs a {@code from} with a key of ours.
   */
  public static Packing authcrypt() {
    return of(Form.AUTHCRYPT);
  }

  /**
   * As {@link #authcrypt}, and encrypted once more so that carriers do not see who sends it. Costs
   * about twice as much.
   */
  public static Packing authcryptHidingSender() {
    return of(Form.ANONCRYPT_AUTHCRYPT);
  }

  /**
   * Signed, then encrypted: the recipient knows who wrote it and can prove it to anybody. The
   * message needs a {@code from} with a key of ours, and a {@code to}.
   */
  public static Packing signedAnoncrypt() {
    return of(Form.ANONCRYPT_SIGNED);
  }

  /**
   * Encrypted without saying by whom: ECDH-ES+A256KW. Agents take only few types of message so,
   * above all those that are meant for mediators.
   */
  public static Packing anoncrypt() {
    return of(Form.ANONCRYPT);
  }

  /**
   * Signed and readable for everybody, such as an announcement. An agent never takes it for a
   * message to itself. The message needs a {@code from} with a key of ours.
   */
  public static Packing signed() {
    return of(Form.SIGNED);
  }

  /** Not protected at all, such as an invitation. No agent takes it from the network. */
  public static Packing plaintext() {
    return of(Form.PLAINTEXT);
  }

  /** The same, with key ids as agents of this profile know them. {@code CURRENT} if not set. */
  public Packing profile(Profile profile) {
    return new Packing(form, profile, anonymousEnc, recipient);
  }

  /**
   * The same, with another content encryption for the anonymous layer. {@code A256CBC_HS512} if not
   * set, which every agent must be able to read.
   *
   * @throws IllegalArgumentException if there is no anonymous layer
   */
  public Packing contentEncryption(ContentEncryption enc) {
    if (!form.isAnoncrypted) {
      throw new IllegalArgumentException(
          "only anonymous encryption leaves a choice; authenticated envelopes take A256CBC-HS512");
    }
    return new Packing(form, profile, enc, recipient);
  }

  /**
   * The same, for this recipient. Needed for a message that is addressed to several, which are each
   * sent their own envelope, or to nobody.
   *
   * @throws IllegalArgumentException if nothing is encrypted
   */
  public Packing recipient(Did did) {
    if (!form.isAnoncrypted && !form.isAuthcrypted) {
      throw new IllegalArgumentException("what is not encrypted has no recipient");
    }
    return new Packing(form, profile, anonymousEnc, did);
  }

  Form form() {
    return form;
  }

  Profile profile() {
    return profile;
  }

  ContentEncryption anonymousEnc() {
    return anonymousEnc;
  }

  Optional<Did> recipient() {
    return Optional.ofNullable(recipient);
  }

  @Override
  public String toString() {
    return "Packing(" + form + ")";
  }

  private static Packing of(Form form) {
    return new Packing(form, Profile.CURRENT, ContentEncryption.A256CBC_HS512, null);
  }
}
