package org.entente.storage.h2;

import java.sql.SQLException;
import org.entente.storage.StorageException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** What H2 reports, without its texts, which quote data. */
final class Failures {
  private static final String DISK =
      "the file cannot be read or written; look at the disk's space and rights";
  private static final String CLOSED = "H2 has closed the database after a failure";

  private Failures() {}

  /**
   * The exception to throw.
   *
   * @param what could not be done
   */
  static StorageException of(String what, SQLException failure) {
    return new StorageException(what + ": " + reason(failure));
  }

  static String reason(SQLException failure) {
    int code = failure.getErrorCode();
    String text =
        switch (code) {
          case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
              "it is in use by another process; close it there, or use another place";
          case ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1 -> "there is no such database";
          case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1 ->
              "the file is damaged, or was not written by this version of H2; restore it";
          case ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1 ->
              "the file is damaged, a table is missing; restore it";
          case ErrorCode.WRONG_USER_OR_PASSWORD -> "the database belongs to someone else";
          case ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2 -> DISK;
          case ErrorCode.DATABASE_IS_CLOSED -> CLOSED;
          default -> reasonWithoutCode(failure);
        };
    return text + " (H2 error " + code + ")";
  }

  /** For most of what its file store finds, H2 has no code but "general error". */
  private static String reasonWithoutCode(SQLException failure) {
    int code = failure.getCause() instanceof MVStoreException cause ? cause.getErrorCode() : -1;
    return switch (code) {
      case DataUtils.ERROR_FILE_CORRUPT,
          DataUtils.ERROR_CHUNK_NOT_FOUND,
          DataUtils.ERROR_INTERNAL ->
          "the file is damaged; restore it";
      case DataUtils.ERROR_WRITING_FAILED, DataUtils.ERROR_READING_FAILED -> DISK;
      case DataUtils.ERROR_CLOSED -> CLOSED;
      default -> "H2 reports an error";
    };
  }
}
