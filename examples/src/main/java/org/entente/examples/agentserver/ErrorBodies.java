package org.entente.examples.agentserver;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import java.util.UUID;
import org.entente.OutboxFullException;
import org.entente.connection.ConnectionNotEstablishedException;
import org.entente.connection.ConnectionNotFoundException;
import org.entente.connection.IllegalTransitionException;
import org.entente.connection.InvitationAlreadyUsedException;
import org.entente.connection.InvitationExistsException;
import org.entente.connection.InvitationExpiredException;
import org.entente.connection.InvitationNotFoundException;
import org.entente.connection.InvitationNotOpenException;
import org.entente.connection.OwnInvitationException;
import org.entente.did.Profile;
import org.entente.exception.InvalidMessageException;
import org.entente.json.JsonObject;
import org.entente.message.InvalidInvitationException;
import org.entente.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors as the PRISM agents write them: by one word in 2023, in the form of RFC 9457 since.
 * Thread-safe.
 */
final class ErrorBodies {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorBodies.class);

  private final Profile profile;

  ErrorBodies(Profile profile) {
    this.profile = profile;
  }

  /** Answers with what went wrong. */
  void answer(Exception problem, Context context) {
    ApiException error = translated(problem);
    if (error.status() >= 500 && !(problem instanceof ApiException)) {
      // the kind only: a message might quote what somebody sent
      LOG.warn("{} failed with {}", context.method(), problem.getClass().getName());
    }
    answer(error, context);
  }

  private void answer(ApiException error, Context context) {
    if (error.status() == 429 || error.status() == 503) {
      context.header("Retry-After", "1");
    }
    JsonAnswer.send(context, error.status(), body(error, UUID.randomUUID().toString()));
  }

  /** The body of an error. */
  JsonObject body(ApiException error, String instance) {
    boolean isOld = profile == Profile.PRISM_2023;
    String name = isOld && error.status() == 404 ? "NotFound" : error.name();
    return JsonObject.builder()
        .put("status", error.status())
        .put("type", isOld ? name : "error:ConnectionServiceError:" + name)
        .put("title", isOld ? name : words(name))
        .put("detail", error.detail())
        .put("instance", isOld ? "" : "error:instance:" + instance)
        .build();
  }

  /** The body of an answer of which nothing but the status is known. */
  JsonObject ofStatus(int status) {
    return body(ofHttp(status), UUID.randomUUID().toString());
  }

  private static ApiException translated(Exception problem) {
    String message = String.valueOf(problem.getMessage());
    if (problem instanceof ApiException error) {
      return error;
    } else if (problem instanceof InvitationExpiredException) {
      return new ApiException(400, "InvitationExpired", message);
    } else if (problem instanceof InvalidInvitationException) {
      return new ApiException(400, "InvitationParsingError", message);
    } else if (problem instanceof InvitationAlreadyUsedException
        || problem instanceof OwnInvitationException
        || problem instanceof InvitationExistsException) {
      return new ApiException(400, "InvitationAlreadyReceived", message);
    } else if (problem instanceof ConnectionNotFoundException
        || problem instanceof InvitationNotFoundException) {
      return ApiException.notFound(message);
    } else if (problem instanceof ConnectionNotEstablishedException
        || problem instanceof IllegalTransitionException
        || problem instanceof InvitationNotOpenException) {
      return new ApiException(400, "InvalidStateForOperation", message);
    } else if (problem instanceof InvalidMessageException) {
      return ApiException.invalid(message);
    } else if (problem instanceof OutboxFullException) {
      return new ApiException(503, "TooManyMessages", message);
    } else if (problem instanceof StorageException) {
      return new ApiException(503, "StorageUnavailable", "the store failed; try again");
    } else if (problem instanceof HttpResponseException http) {
      return ofHttp(http.getStatus());
    }
    return new ApiException(500, "InternalServerError", "something went wrong here");
  }

  private static ApiException ofHttp(int status) {
    return switch (status) {
      case 404 -> new ApiException(404, "NotFound", "there is nothing at this path");
      case 405 -> new ApiException(405, "MethodNotAllowed", "not with this method");
      case 413 -> new ApiException(413, "PayloadTooLarge", "the body is too large");
      case 414 -> new ApiException(414, "UriTooLong", "the path is too long");
      case 431 -> new ApiException(431, "HeadersTooLarge", "the head of the request is too large");
      default ->
          status >= 500
              ? new ApiException(status, "InternalServerError", "something went wrong here")
              : new ApiException(status, "BadRequest", "the request cannot be understood");
    };
  }

  /** {@code RecordIdNotFound} in words. */
  private static String words(String name) {
    String spaced = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
  }
}
