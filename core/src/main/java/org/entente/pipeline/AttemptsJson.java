package org.entente.pipeline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.entente.connection.DeliveryAttempt;
import org.entente.json.JsonObject;

/** The last attempts to deliver a message as they are kept, times in microseconds. */
final class AttemptsJson {
  private static final int MOST = 5;

  private AttemptsJson() {}

  static List<DeliveryAttempt> add(List<DeliveryAttempt> attempts, DeliveryAttempt attempt) {
    List<DeliveryAttempt> all = new ArrayList<>(attempts);
    all.add(attempt);
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  static JsonObject write(List<DeliveryAttempt> attempts) {
    return JsonObject.builder()
        .put("attempts", attempts.stream().map(AttemptsJson::write).toList())
        .build();
  }

  static List<DeliveryAttempt> read(JsonObject json) {
    return json.objects("attempts").stream().map(AttemptsJson::readOne).toList();
  }

  private static JsonObject write(DeliveryAttempt attempt) {
    return JsonObject.builder()
        .put("time", ChronoUnit.MICROS.between(Instant.EPOCH, attempt.time()))
        .put("endpoint", attempt.endpoint())
        .put("outcome", attempt.outcome())
        .build();
  }

  private static DeliveryAttempt readOne(JsonObject json) {
    return new DeliveryAttempt(
        Instant.EPOCH.plus(json.getInteger("time"), ChronoUnit.MICROS),
        json.string("endpoint"),
        json.getString("outcome"));
  }
}
