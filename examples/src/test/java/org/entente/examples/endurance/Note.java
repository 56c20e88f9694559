package org.entente.examples.endurance;

/**
 * A line of a journal.
 *
 * @param verb what was done, or begun
 * @param number of the invitation, and of the connection that came of it; -1 if of none
 * @param rest the message, or whatever else belongs to it
 */
record Note(String verb, int number, String rest) {
  static Note parse(String line) {
    String[] words = line.split(" ", 3);
    return new Note(
        words[0],
        words.length < 2 ? -1 : Integer.parseInt(words[1]),
        words.length < 3 ? "" : words[2]);
  }

  boolean is(String otherVerb) {
    return verb.equals(otherVerb);
  }

  /** Which of the messages of its connection it is about, whichever run has sent it. */
  int message() {
    return Integer.parseInt(rest.substring(0, rest.indexOf('@')));
  }

  @Override
  public String toString() {
    return (number < 0 ? verb : verb + " " + number + " " + rest).strip();
  }
}
