package org.entente.examples.agentserver;

import io.javalin.http.Context;

/** What a request asks for behind the question mark. */
final class QueryParameters {
  private QueryParameters() {}

  /**
   * A number.
   *
   * @throws ApiException if it is none, or out of range
   */
  static int number(Context context, String name, int byDefault, int least, int most) {
    String text = context.queryParam(name);
    if (text == null) {
      return byDefault;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw ApiException.invalid(name + " must be a number from " + least + " to " + most);
  }
}
