package org.entente.envelope;

import java.util.List;
import java.util.Optional;
import org.entente.envelope.Wrap.Part;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;

/**
 * One envelope with one field changed.
 *
 * @param layer number of the changed layer, from the innermost
 * @param part of that layer
 * @param field before the change
 * @param how it was changed
 * @param document the part after the change
 * @param json the same, if it is JSON as it should be
 */
record Tampered(
    Specimen specimen,
    int layer,
    Part part,
    Field field,
    String how,
    String document,
    Optional<JsonObject> json) {

  static Tampered of(
      Specimen specimen, int layer, Part part, Field field, String how, String document) {
    return new Tampered(specimen, layer, part, field, how, document, read(document));
  }

  /** What becomes of the whole envelope. */
  Specimen.Made made() {
    return specimen.with(layer, part, document);
  }

  /** Where the field is in its part, such as {@code recipients/0/header/kid}. */
  String place() {
    return field.place();
  }

  boolean isIn(Part expected, String... places) {
    return part == expected && List.of(places).contains(place());
  }

  boolean isHow(String... names) {
    return List.of(names).contains(how);
  }

  /** The field's value after the change; empty if it is absent or null. */
  Optional<Object> value() {
    return json.flatMap(field::in);
  }

  boolean isAbsent() {
    return value().isEmpty();
  }

  boolean isText(String regex) {
    return value().filter(value -> value instanceof String text && text.matches(regex)).isPresent();
  }

  boolean isValue(Object expected) {
    return value().filter(expected::equals).isPresent();
  }

  boolean isNumber(long least, long most) {
    return value()
        .filter(value -> value instanceof Long number && number >= least && number <= most)
        .isPresent();
  }

  boolean isOf(Class<?> type) {
    return value().filter(type::isInstance).isPresent();
  }

  boolean isListOf(Class<?> type) {
    return value()
        .filter(value -> value instanceof List<?> list && list.stream().allMatch(type::isInstance))
        .isPresent();
  }

  /** Whether the field is in an object or array that is a member of the part. */
  boolean isInside(Part expected, String member) {
    return part == expected && !field.path().isEmpty() && field.path().get(0).equals(member);
  }

  /** Whether it is the plaintext of a forward. */
  boolean isForward() {
    return layer == specimen.forward();
  }

  /** Whether this or a layer around it is a signature. */
  boolean isSigned() {
    return specimen.algorithms(layer).stream().anyMatch(alg -> alg.startsWith("E") && !isEcdh(alg));
  }

  boolean isEncrypted() {
    return specimen.algorithms(layer).stream().anyMatch(Tampered::isEcdh);
  }

  boolean isAuthorProven() {
    return isSigned() || specimen.algorithms(layer).contains("ECDH-1PU+A256KW");
  }

  private static Optional<JsonObject> read(String document) {
    try {
      return Optional.of(Field.json(document));
    } catch (InvalidMessageException e) {
      return Optional.empty();
    }
  }

  private static boolean isEcdh(String alg) {
    return alg.startsWith("ECDH");
  }

  @Override
  public String toString() {
    return specimen + ", layer " + layer + ", " + part + " " + place() + ": " + how;
  }
}
