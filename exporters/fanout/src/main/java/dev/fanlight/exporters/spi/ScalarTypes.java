/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Texts of the file into values and back; every method throws IllegalArgumentException for a text it cannot read. */
final class ScalarTypes {

  // [1] YAML 1.2.2, 10.3.2, "Core Schema", tag resolution

  private static final int LONGEST_NUMBER = 64;
  private static final long HUNDRED_YEARS_NANOS = 36_500 * 86_400_000_000_000L;

  private ScalarTypes() {}

  /**
   * Reads the kind of scalar that has this name. One class for all of them: a lambda each would be a class each, to be
   * loaded by every start.
   */
  record Reader<T>(String kind) implements Function<String, T> {

    @Override
    @SuppressWarnings("unchecked") // ValueType's constants pair name and type
    public T apply(String text) {
      return (T)
          switch (kind) {
            case "flag" -> flag(text);
            case "share" -> share(text);
            case "duration" -> duration(text);
            case "size" -> size(text);
            case "address" -> address(text);
            case "path" -> path(text);
            case "secret" -> secret(text);
            default -> text;
          };
    }
  }

  /** Prints the kind of scalar that has this name, for the documentation. */
  record Printer<T>(String kind) implements Function<T, String> {

    @Override
    public String apply(T value) {
      return switch (kind) {
        case "share" -> printShare((Double) value);
        case "duration" -> printDuration((Duration) value);
        case "size" -> printSize((Long) value);
        default ->
          value instanceof Enum<?> constant
              ? constant.name().toLowerCase(Locale.ROOT)
              : String.valueOf(value);
      };
    }
  }

  /** A boolean of YAML's core schema [1]. */
  static boolean flag(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  /** An integer of YAML's core schema [1]: decimal, {@code 0o} octal or {@code 0x} hexadecimal, in ASCII digits. */
  static int integer(String text, int min, int max) {
    require(text.length() <= LONGEST_NUMBER && isAscii(text));
    int value = Integer.parseInt(text.substring(isPrefixed(text) ? 2 : 0), radix(text));
    require(value >= min && value <= max);
    return value;
  }

  private static int radix(String text) {
    if (text.startsWith("0x")) {
      return 16;
    }
    return text.startsWith("0o") ? 8 : 10;
  }

  /** Returns true if digits follow a prefix of their radix; YAML has no sign there. */
  private static boolean isPrefixed(String text) {
    boolean isPrefixed = radix(text) != 10;
    require(!isPrefixed || (text.length() > 2 && text.charAt(2) != '-' && text.charAt(2) != '+'));
    return isPrefixed;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  static double number(String text, double min, double max) {
    require(text.length() <= LONGEST_NUMBER && isAscii(text)); // the time for digits is quadratic
    double value =
        new BigDecimal(text).doubleValue(); // BigDecimal knows neither NaN nor hexadecimal
    require(value >= min && value <= max);
    return value;
  }

  static double share(String text) {
    if (!text.endsWith("%")) {
      return number(text, 0, 1);
    }
    String percent = text.substring(0, text.length() - 1);
    require(isDecimal(percent, 3, 15));
    double value = new BigDecimal(percent).movePointLeft(2).doubleValue();
    require(value <= 1);
    return value;
  }

  /**
   * Returns true if the text is decimal: at most so many digits, and optionally a point and at most so many digits.
   */
  private static boolean isDecimal(String text, int mostWhole, int mostFraction) {
    int point = text.indexOf('.');
    return point < 0
        ? isDigits(text, mostWhole)
        : isDigits(text.substring(0, point), mostWhole)
            && isDigits(text.substring(point + 1), mostFraction);
  }

  private static boolean isDigits(String text, int most) {
    return !text.isEmpty() && text.length() <= most && digits(text) == text.length();
  }

  /** Returns the number of digits with which the text begins. */
  private static int digits(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  static String printShare(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
  }

  static Duration duration(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) >= 'a' && text.charAt(end - 1) <= 'z') {
      end--;
    }
    String count = text.substring(0, end);
    long unit = nanosOf(text.substring(end));
    require(isDecimal(count, 12, 9));
    long nanos = count.indexOf('.') < 0 ? exact(Long.parseLong(count), unit) : part(count, unit);
    require(nanos > 0 && nanos <= HUNDRED_YEARS_NANOS);
    return Duration.ofNanos(nanos);
  }

  private static long part(String count, long unit) {
    BigDecimal nanos = new BigDecimal(count).multiply(BigDecimal.valueOf(unit));
    require(nanos.compareTo(BigDecimal.valueOf(HUNDRED_YEARS_NANOS)) <= 0);
    return nanos.longValue();
  }

  private static long nanosOf(String unit) {
    return switch (unit) {
      case "us" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "d" -> 86_400_000_000_000L;
      default -> throw new IllegalArgumentException();
    };
  }

  static String printDuration(Duration duration) {
    long nanos = duration.toNanos();
    for (String unit : List.of("d", "h", "m", "s", "ms")) {
      if (nanos % nanosOf(unit) == 0) {
        return nanos / nanosOf(unit) + unit;
      }
    }
    return BigDecimal.valueOf(nanos).movePointLeft(3).stripTrailingZeros().toPlainString() + "us";
  }

  static long size(String text) {
    int end = digits(text);
    require(end > 0 && end <= 18);
    String unit = text.substring(text.startsWith(" ", end) ? end + 1 : end);
    long bytes = unit.isEmpty() ? 1 : bytesOf(unit);
    long value = exact(Long.parseLong(text.substring(0, end)), bytes);
    require(value > 0);
    return value;
  }

  private static long exact(long count, long unit) {
    try {
      return Math.multiplyExact(count, unit);
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException(tooLarge);
    }
  }

  private static long bytesOf(String unit) {
    return switch (unit) {
      case "kB" -> 1_000L;
      case "MB" -> 1_000_000L;
      case "GB" -> 1_000_000_000L;
      case "TB" -> 1_000_000_000_000L;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      case "TiB" -> 1L << 40;
      case "B" -> 1L;
      default -> throw new IllegalArgumentException();
    };
  }

  static String printSize(long bytes) {
    for (String unit : List.of("TiB", "GiB", "MiB", "KiB", "TB", "GB", "MB", "kB")) {
      if (bytes % bytesOf(unit) == 0) {
        return bytes / bytesOf(unit) + unit;
      }
    }
    return Long.toString(bytes);
  }

  /** Reads an address; its scheme is changed to lower case and its host to ASCII. */
  static URI address(String text) {
    URI address = URI.create(text);
    HostAndPort authority = HostAndPort.of(address);
    require(address.getFragment() == null);
    require(address.getRawAuthority().indexOf('@') < 0); // a credential, which is not sent
    String rest = text.substring(text.indexOf("//") + 2);
    int end = 0;
    while (end < rest.length() && "/?".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    return URI.create(
        URI.create(scheme + "://" + authority + rest.substring(end)).toASCIIString());
  }

  static Path path(String text) {
    require(!text.isEmpty());
    return Path.of(text); // InvalidPathException is an IllegalArgumentException
  }

  static Secret secret(String text) {
    require(!text.isEmpty());
    return Secret.of(text);
  }

  static String word(String text, List<String> words) {
    require(words.contains(text));
    return text;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException(); // the reader names the expected form, and never quotes
      // a
      // secret
    }
  }
}
