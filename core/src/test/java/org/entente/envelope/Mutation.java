package org.entente.envelope;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.entente.json.JsonObject;

/**
 * One way to change one field.
 *
 * @param name what is done
 * @param isSpelling whether it spells the same bytes otherwise, if they are in base64url
 * @param change the document with the field changed, if it can be
 */
record Mutation(String name, boolean isSpelling, Function<Field, Optional<String>> change) {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  static final int SAME_RECIPIENT = 0;
  static final int OTHER_RECIPIENT = 1;
  static final int OTHER_SENDER = 2;

  /** For every member that is there. */
  static final List<Mutation> OF_MEMBERS =
      List.of(
          structural("missing", field -> Optional.of(field.without())),
          structural("null", field -> Optional.of(field.with("null"))),
          wrongType("number", Long.class, "7"),
          wrongType("fraction", Double.class, "1.5"),
          wrongType("string", String.class, "\"text\""),
          wrongType("array", List.class, "[]"),
          wrongType("array around it", List.class, "[<it>]"),
          wrongType("object", JsonObject.class, "{}"),
          wrongType("object around it", Void.class, "{\"value\":<it>}"),
          wrongType("boolean", Boolean.class, "true"),
          structural("in text", field -> ifNoString(field, Field.raw(field.raw()))),
          structural("empty array", field -> ofList(field, list -> List.of())),
          structural("element twice", field -> ofList(field, Mutation::twice)),
          structural("element of another type", field -> ofList(field, list -> List.of(7L))),
          structural("element null", field -> ifList(field, "[null]")),
          structural("twice, the wrong first", field -> twice(field, "\"x\"", field.raw())),
          structural("twice, the wrong last", field -> twice(field, field.raw(), "\"x\"")),
          structural("twice, null first", field -> twice(field, "null", field.raw())),
          structural("twice the same", field -> twice(field, field.raw(), field.raw())),
          structural(
              "name in upper case", field -> Optional.of(field.named(upper(field.member())))),
          structural("name and blank", field -> Optional.of(field.named(field.member() + ' '))),
          number("next number", number -> number + 1),
          number("number without its end", number -> number / 10),
          number("negative number", number -> -number),
          number("number out of range", number -> Long.MAX_VALUE),
          swapped("swapped with one for the same recipient", SAME_RECIPIENT),
          swapped("swapped with one for another recipient", OTHER_RECIPIENT),
          swapped("swapped with one of another sender", OTHER_SENDER),
          text("another first character", text -> another(text, 0)),
          text("another middle character", text -> another(text, text.length() / 2)),
          text("another value", text -> "other"),
          text("another DID", text -> "did:example:other"),
          text("another key id", text -> "did:example:other#key-1"),
          text("zeros", text -> "A".repeat(text.length())),
          text("empty", text -> ""),
          text("without its last character", text -> text.substring(0, text.length() - 1)),
          text("without its last four", text -> text.substring(0, Math.max(0, text.length() - 4))),
          text("its first half", text -> text.substring(0, text.length() / 2)),
          text("twice as long", text -> text + text),
          spelling("one =", text -> text + '='),
          spelling("two =", text -> text + "=="),
          spelling("standard alphabet", text -> text.replace('-', '+').replace('_', '/')),
          spelling("unused bits", Mutation::unusedBits),
          spelling("blank before", text -> ' ' + text),
          spelling("blank behind", text -> text + ' '),
          spelling("line break inside", text -> inMiddle(text, "\r\n")),
          spelling("tabulator inside", text -> inMiddle(text, "\t")),
          spelling("zero character behind", text -> text + '\0'),
          text("upper case", Mutation::upper),
          text("lower case", text -> text.toLowerCase(Locale.ROOT)));

  /** For members that are not there. */
  static final List<Extra> EXTRA =
      List.of(
          new Extra("zip", "\"DEF\""),
          new Extra("crit", "[\"exp\"]"),
          new Extra("aad", "\"e30\""),
          new Extra("unprotected", "{\"alg\":\"dir\"}"),
          new Extra("jwk", "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AAAA\"}"),
          new Extra("jku", "\"https://keys.example/\""),
          new Extra("x5u", "\"https://keys.example/\""),
          new Extra("x5c", "[\"AAAA\"]"),
          new Extra("b64", "false"),
          new Extra("cty", "\"JWT\""),
          new Extra("kid", "\"did:example:other#key-1\""),
          new Extra("d", "\"AAAA\""),
          new Extra("y", "\"AAAA\""),
          new Extra("skid", "\"did:example:other#key-1\""),
          new Extra("apu", "\"AAAA\""),
          new Extra("header", "{\"kid\":\"did:example:other#key-1\"}"),
          new Extra("encrypted_key", "\"AAAA\""),
          new Extra("recipients", "[]"),
          new Extra("signatures", "[]"),
          new Extra("signature", "\"AAAA\""),
          new Extra("payload", "\"e30\""),
          new Extra("ciphertext", "\"AAAA\""),
          new Extra("", "\"\""));

  /**
   * A member that somebody may hope to be heeded.
   *
   * @param raw its value as a JSON text
   */
  record Extra(String member, String raw) {}

  private static Mutation structural(String name, Function<Field, Optional<String>> change) {
    return new Mutation(name, false, change);
  }

  private static Mutation spelling(String name, UnaryOperator<String> change) {
    return new Mutation(name, true, text(name, change).change());
  }

  private static Mutation text(String name, UnaryOperator<String> change) {
    return structural(
        name,
        field ->
            field.value() instanceof String text && !text.isEmpty()
                ? Optional.of(field.with(Field.raw(change.apply(text))))
                : Optional.empty());
  }

  private static Mutation number(String name, UnaryOperator<Long> change) {
    return structural(
        name,
        field ->
            field.value() instanceof Long number
                ? Optional.of(field.with(Field.raw(change.apply(number))))
                : Optional.empty());
  }

  private static Mutation wrongType(String name, Class<?> type, String raw) {
    return structural(
        name,
        field ->
            type.isInstance(field.value())
                ? Optional.empty()
                : Optional.of(field.with(raw.replace("<it>", field.raw()))));
  }

  private static Mutation swapped(String name, int stranger) {
    return structural(name, field -> field.stranger(stranger).map(field::with));
  }

  private static Optional<String> twice(Field field, String first, String last) {
    return Optional.of(field.twice(first, last));
  }

  private static List<?> twice(List<?> list) {
    return List.of(list.get(0), list.get(0));
  }

  private static Optional<String> ofList(Field field, Function<List<?>, List<?>> change) {
    return field.value() instanceof List<?> list
        ? Optional.of(field.with(Field.raw(change.apply(list))))
        : Optional.empty();
  }

  private static Optional<String> ifList(Field field, String raw) {
    return field.value() instanceof List<?> ? Optional.of(field.with(raw)) : Optional.empty();
  }

  private static Optional<String> ifNoString(Field field, String raw) {
    return field.value() instanceof String ? Optional.empty() : Optional.of(field.with(raw));
  }

  private static String another(String text, int index) {
    char other = text.charAt(index) == 'a' ? 'b' : 'a';
    return text.substring(0, index) + other + text.substring(index + 1);
  }

  private static String inMiddle(String text, String inserted) {
    int middle = text.length() / 2;
    return text.substring(0, middle) + inserted + text.substring(middle);
  }

  // of the last character of what may be base64url: the lowest bit
  private static String unusedBits(String text) {
    int last = ALPHABET.indexOf(text.charAt(text.length() - 1));
    return last < 0 || text.length() % 4 == 0
        ? text
        : text.substring(0, text.length() - 1) + ALPHABET.charAt(last ^ 1);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
