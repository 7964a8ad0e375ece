package dev.faroe.benchmark;

import java.util.List;
import java.util.Locale;

import dev.faroe.ratelimit.RateLimiterBenchmark;
import dev.faroe.security.TokenBenchmark;
import dev.faroe.web.AnswerBenchmark;
import dev.faroe.web.RequestBenchmark;
import dev.faroe.web.RouteBenchmark;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures the pieces of code that requests spend their time in, each in a JVM of its
 * own, and prints a table.
 */
public final class HotPieces {

	private static final List<Piece> PIECES = List.of(
	// @formatter:off
			new Piece("Route: the first path", RouteBenchmark.class, "routeFirstPath", 1),
			new Piece("Route: `/users/{user_id}`", RouteBenchmark.class, "routeUserPath", 1),
			new Piece("Route: the last path", RouteBenchmark.class, "routeLastPath", 1),
			new Piece("Route: an unknown path", RouteBenchmark.class, "routeUnknownPath", 1),
			new Piece("Credential check", RequestBenchmark.class, "checkCredential", 1),
			new Piece("Negotiation: `*/*`", RequestBenchmark.class, "negotiateAnyType", 1),
			new Piece("Negotiation: a browser's types", RequestBenchmark.class, "negotiateAsBrowser", 1),
			new Piece("JSON: read a small body", RequestBenchmark.class, "readSmallBody", 1),
			new Piece("JSON: write a user", RequestBenchmark.class, "writeUser", 1),
			new Piece("`GET /users/{user_id}` without database", AnswerBenchmark.class, "answerGetUser", 1),
			new Piece("Rejected credential", AnswerBenchmark.class, "answerRejectedCredential", 1),
			new Piece("Bare route", AnswerBenchmark.class, "answerOfBareRoute", 1),
			new Piece("Id", TokenBenchmark.class, "newId", 1, 2),
			new Piece("Code", TokenBenchmark.class, "newCode", 1, 2),
			new Piece("Is it an id?", TokenBenchmark.class, "recognizeId", 1),
			new Piece("Compare two secrets", TokenBenchmark.class, "compareSecrets", 1),
			new Piece("Limiter: charge, give back; one key", RateLimiterBenchmark.class, "chargeAndGiveBackOneKey", 1, 2),
			new Piece("Limiter: charge, give back; many keys", RateLimiterBenchmark.class, "chargeAndGiveBackManyKeys", 1, 2),
			new Piece("Limiter: charge, clear; one key", RateLimiterBenchmark.class, "chargeAndClearOneKey", 1, 2),
			new Piece("Limiter: charge, clear; many keys", RateLimiterBenchmark.class, "chargeAndClearManyKeys", 1, 2));
			// @formatter:on

	private HotPieces() {
	}

	/**
	 * Measure everything.
	 * @param args {@code full} or {@code short}, and perhaps a text that the pieces to
	 * measure have in their names; all of them otherwise
	 * @throws RunnerException if a benchmark cannot run
	 */
	public static void main(String[] args) throws RunnerException {
		Form form = Form.of(args[0]);
		String wanted = (args.length > 1) ? args[1] : "";
		System.out.printf("Java %s, %s, %d processors%n%n", Runtime.version(), System.getProperty("os.arch"),
				Runtime.getRuntime().availableProcessors());
		System.out.println("| Piece | Threads | Time | Allocated bytes |\n| --- | --- | --- | --- |");
		for (Piece piece : PIECES) {
			if (piece.label().contains(wanted)) {
				measure(piece, form);
			}
		}
		if ("Hash".contains(wanted)) {
			for (int threads = 1; threads <= 2; threads++) {
				compareEncoders(threads, form);
			}
		}
	}

	private static void measure(Piece piece, Form form) throws RunnerException {
		for (int threads : piece.threads()) {
			print(piece.label(), threads, Measured.of(piece.benchmark(), piece.method(), threads, form));
		}
	}

	private static void compareEncoders(int threads, Form form) throws RunnerException {
		Rounds rounds = Rounds.of(threads, form);
		Rounds.ENGINES.forEach((engine, name) -> print("Hash: " + name, threads, rounds.median(engine)));
		print("Hash: Spring Security", threads, rounds.springSecurityMedian());
		Rounds.ENGINES.forEach((engine, name) -> System.out.printf(Locale.ROOT,
				"| Hash: %s / Spring Security | %d | %.2f | |%n", name, threads, rounds.ratio(engine)));
	}

	private static void print(String label, int threads, Measured measured) {
		System.out.printf("| %s | %d | %s | %s |%n", label, threads, measured.time(), measured.allocated());
	}

	/**
	 * A line of the table, or one for each number of threads.
	 */
	private record Piece(String label, Class<?> benchmark, String method, int... threads) {
	}

}
