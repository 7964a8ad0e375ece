package dev.faroe.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of email verification and update requests when many things happen at once:
 * one order in which they could have happened one by one, and never a deadlock.
 */
@Tag("one-jdk")
class ParallelEmailRequestTests extends EndpointTests {

	private static @Nullable FaroeServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database, "faroe.rate-limit.email-request.capacity=100",
				"faroe.rate-limit.verify-email.capacity=100");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		started().close();
	}

	private static FaroeServer started() {
		if (server == null) {
			throw new IllegalStateException("There is a server in tests only");
		}
		return server;
	}

	@Override
	protected FaroeServer server() {
		return started();
	}

	@RepeatedTest(5)
	void oneOfManyVerificationRequestsStays() {
		String userId = createUserId();
		List<Answer> answers = inParallel(8, (index) -> post(verificationPath(userId)));
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(200));
		assertThat(answers.stream().map(Answer::json)).contains(get(verificationPath(userId)).json());
		assertThat(rows("faroe_email_verification_request", userId)).isOne();
	}

	@RepeatedTest(5)
	void verificationRequestsAreCreatedWhileTheyAreDeleted() {
		String userId = createUserId();
		List<Answer> answers = inParallel(16,
				(index) -> (index % 2 == 0) ? post(verificationPath(userId)) : delete(verificationPath(userId)));
		assertThat(count(answers, 200)).isEqualTo(8);
		assertThat(count(answers, 204) + count(answers, FaroeError.NOT_FOUND)).isEqualTo(8);
	}

	@RepeatedTest(5)
	void requestsAreCreatedWhileUserIsDeleted() {
		String userId = createUserId();
		List<Answer> answers = inParallel(9, (index) -> switch (index % 3) {
			case 0 -> post(verificationPath(userId));
			case 1 -> post(updatesPath(userId), "email", newEmail());
			default -> delete("/users/" + userId);
		});
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, 200) + count(answers, FaroeError.NOT_FOUND)).as("%s", answers).isEqualTo(8);
		assertThat(rows("faroe_email_verification_request", userId)).isZero();
		assertThat(rows("faroe_email_update_request", userId)).isZero();
	}

	@RepeatedTest(5)
	void usersTakeEachOthersEmails() {
		List<String> userIds = IntStream.range(0, 8).mapToObj((index) -> createUserId()).toList();
		List<String> emails = IntStream.range(0, 8).mapToObj((index) -> newEmail()).toList();
		List<Supplier<Answer>> calls = new ArrayList<>();
		for (int index = 0; index < 8; index++) {
			String userId = userIds.get(index);
			calls.add(verifyNewEmail(userId, emails.get(index)));
			calls.add(verifyNewEmail(userId, emails.get((index + 1) % 8)));
			calls.add(verifyEmail(userId));
			calls.add(() -> delete(updatesPath(userId)));
		}
		List<Answer> answers = inParallel(calls.size(), (index) -> calls.get(index).get());
		assertThat(answers).allSatisfy((answer) -> assertThat(List.of(200, 204, 400)).contains(answer.status()))
			.noneMatch((answer) -> answer.error() == FaroeError.INVALID_DATA
					|| answer.error() == FaroeError.INCORRECT_CODE);
	}

	@RepeatedTest(5)
	void emailIsVerifiedWhileItIsReplacedAndUserIsDeleted() {
		String userId = createUserId();
		List<Supplier<Answer>> calls = new ArrayList<>();
		for (int index = 0; index < 5; index++) {
			calls.add(verifyNewEmail(userId, newEmail()));
			calls.add(verifyEmail(userId));
		}
		calls.add(() -> delete("/users/" + userId));
		List<Answer> answers = inParallel(calls.size(), (index) -> calls.get(index).get());
		assertThat(answers).allSatisfy((answer) -> assertThat(List.of(200, 204, 400, 404)).contains(answer.status()));
		assertThat(get("/users/" + userId).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	private Supplier<Answer> verifyNewEmail(String userId, String email) {
		JsonNode request = post(updatesPath(userId), "email", email).json();
		return () -> post("/verify-new-email", "request_id", id(request), "code", code(request));
	}

	private Supplier<Answer> verifyEmail(String userId) {
		String code = post(verificationPath(userId)).json().get("code").stringValue();
		return () -> post("/users/" + userId + "/verify-email", "code", code);
	}

	private Long rows(String table, String userId) {
		return server().database()
			.sql("SELECT COUNT(*) FROM " + table + " WHERE user_id = :userId")
			.bind("userId", userId)
			.mapValue(Long.class)
			.one()
			.block();
	}

	private static String verificationPath(String userId) {
		return "/users/" + userId + "/email-verification-request";
	}

	private static String updatesPath(String userId) {
		return "/users/" + userId + "/email-update-requests";
	}

}
