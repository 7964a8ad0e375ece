package dev.faroe.sample.pages;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.testkit.TotpGenerator;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of operators, for who is none, or only half of one.
 */
class OperatorAttackTests extends PlainPageTestCase {

	private static final List<String> MEASURES = List.of("end-lock-outs", "end-sessions", "disable", "enable",
			"delete");

	@Autowired
	UserService users;

	@Autowired
	TotpService authenticators;

	@Autowired
	AccountStateService states;

	private User victim;

	@BeforeEach
	void createVictim() {
		this.victim = this.users.create("victim-of-" + this.address, PASSWORD, null).block();
	}

	private Stream<String> pages() {
		String user = "/operator/users/" + this.victim.id();
		return Stream.concat(Stream.of("/operator", "/operator/charts", "/operator/charts/data",
				"/operator/assets/charts.js", "/operator/nothing", user),
				MEASURES.stream().map((measure) -> user + "/" + measure));
	}

	private Stream<String> forms() {
		return MEASURES.stream().map((measure) -> "/operator/users/" + this.victim.id() + "/" + measure);
	}

	private void assertNothingHasChanged() {
		assertThat(this.states.get(this.victim.id()).block())
			.satisfies((state) -> assertThat(state.disabled()).isFalse())
			.satisfies((state) -> assertThat(state.sessionsSince().toEpochMilli()).isZero());
	}

	private PageClient logInAsOperator(TotpGenerator app) {
		PageClient operator = new PageClient(url());
		assertThat(operator.led("/log-in", "email", TestOperator.ADDRESS, "password", PASSWORD))
			.isEqualTo("303 /sign-in/second-factor");
		assertThat(operator.led("/log-in/second-factor", "code", app.code())).startsWith("303 ");
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(operator.at("/operator")).isEqualTo("200");
		return operator;
	}

	@Test
	void areNotThereForAnyOtherUser() {
		signUp(this.visitor, this.address);
		addAuthenticator(this.visitor);
		String nothing = this.visitor.get("/operator/nothing").body();
		pages().forEach((page) -> {
			HttpResponse<String> response = this.visitor.get(page);
			assertThat(response.statusCode()).as(page).isEqualTo(404);
			assertThat(response.body()).as(page).isEqualTo(nothing);
		});
		forms().forEach((form) -> assertThat(this.visitor.led(form)).as(form).isEqualTo("404"));
		assertThat(this.visitor.get("/account").body()).doesNotContain("/operator");
		assertNothingHasChanged();
	}

	@Test
	void leadStrangersToTheLogIn() {
		pages().forEach((page) -> assertThat(this.visitor.at(page)).as(page).isEqualTo("303 /sign-in"));
		forms().forEach((form) -> assertThat(this.visitor.led(form)).as(form).isEqualTo("303 /sign-in"));
		assertNothingHasChanged();
	}

	@Test
	void credentialOfTheRestApiOpensNothing() {
		pages().filter((page) -> !page.endsWith("/nothing"))
			.forEach((page) -> assertThat(
					this.visitor.get(page, "Authorization", "faroe-development-credential").statusCode())
				.as(page)
				.isEqualTo(303));
	}

	@Test
	void passwordOfAnOperatorAloneOpensNothing() {
		TestOperator.create(this.users, this.authenticators, this.clock);
		assertThat(this.visitor.led("/log-in", "email", TestOperator.ADDRESS, "password", PASSWORD))
			.isEqualTo("303 /sign-in/second-factor");
		pages().forEach((page) -> assertThat(this.visitor.at(page)).as(page).isEqualTo("303 /sign-in/second-factor"));
		forms().forEach((form) -> assertThat(this.visitor.led(form)).as(form).isEqualTo("303 /sign-in/second-factor"));
		assertNothingHasChanged();
	}

	@Test
	void operatorWithoutASecondFactorHasToAddOne() {
		TestOperator.create(this.users);
		assertThat(this.visitor.led("/log-in", "email", TestOperator.ADDRESS, "password", PASSWORD)).startsWith("303");
		pages().forEach(
				(page) -> assertThat(this.visitor.at(page)).as(page).isEqualTo("303 /account/authenticators?operator"));
		forms().forEach((form) -> assertThat(this.visitor.led(form)).as(form)
			.isEqualTo("303 /account/authenticators?operator"));
		addAuthenticator(this.visitor);
		assertThat(this.visitor.at("/operator")).isEqualTo("200");
		assertNothingHasChanged();
	}

	@Test
	void recoveryCodeIsNoSecondFactorOfAnOperator() {
		TestOperator.create(this.users, this.authenticators, this.clock);
		String code = this.users.get(TestOperator.ID).block().recoveryCode().value();
		this.visitor.led("/log-in", "email", TestOperator.ADDRESS, "password", PASSWORD);
		assertThat(this.visitor.led("/log-in/recovery-code", "recovery_code", code)).startsWith("303");
		assertThat(this.visitor.at("/operator")).isEqualTo("303 /account/authenticators?operator");
	}

	@Test
	void askForBothFactorsAgainAfterAQuarterOfAnHour() {
		TotpGenerator app = TestOperator.create(this.users, this.authenticators, this.clock);
		PageClient operator = logInAsOperator(app);
		this.clock.advance(Duration.ofMinutes(14));
		assertThat(operator.at("/operator")).isEqualTo("200");
		assertThat(operator.led("/log-in/step-up", "code", app.code())).startsWith("303 ");
		this.clock.advance(Duration.ofMinutes(1));
		pages().forEach((page) -> assertThat(operator.at(page)).as(page).isEqualTo("303 /sign-in"));
		forms().forEach((form) -> assertThat(operator.led(form)).as(form).isEqualTo("303 /sign-in"));
		assertThat(operator.send("GET", "/operator/charts/data", "", "Accept", "application/json").statusCode())
			.isEqualTo(401);
		assertNothingHasChanged();
	}

	@Test
	void endWithTheSessionsOfTheOperator() {
		PageClient operator = logInAsOperator(TestOperator.create(this.users, this.authenticators, this.clock));
		this.states.disable(TestOperator.ID, null).block();
		assertThat(operator.at("/operator")).isEqualTo("303 /sign-in");
	}

	@Test
	void doNothingWithoutATokenOrAskedByALink() {
		PageClient operator = logInAsOperator(TestOperator.create(this.users, this.authenticators, this.clock));
		forms().forEach((form) -> {
			for (String token : List.of("", "x", new PageClient(url()).token())) {
				assertThat(operator.submitWith(token, form).statusCode()).as(form).isEqualTo(403);
			}
			assertThat(operator
				.send("POST", form, PageClient.form("_csrf", operator.token()), "Content-Type", PageClient.FORM,
						"Sec-Fetch-Site", "cross-site")
				.statusCode()).as(form).isEqualTo(403);
			assertThat(operator.get(form).statusCode()).as(form).isEqualTo(200);
			assertThat(operator.send("HEAD", form, "").statusCode()).as(form).isEqualTo(200);
		});
		assertNothingHasChanged();
	}

	@Test
	void areKeptByNoCacheAndInNoFrame() {
		PageClient operator = logInAsOperator(TestOperator.create(this.users, this.authenticators, this.clock));
		pages().filter((page) -> !page.contains("/assets/")).forEach((page) -> {
			HttpResponse<String> response = operator.get(page);
			assertThat(response.headers().firstValue("Cache-Control").orElse("")).as(page).contains("no-store");
			assertThat(response.headers().firstValue("X-Frame-Options")).as(page).contains("DENY");
			assertThat(response.headers().firstValue("Content-Security-Policy").orElse("")).as(page)
				.contains("frame-ancestors 'none'")
				.doesNotContain("unsafe");
		});
	}

	@Test
	void showNothingThatOpensAnAccount() {
		PageClient operator = logInAsOperator(TestOperator.create(this.users, this.authenticators, this.clock));
		String code = this.users.get(this.victim.id()).block().recoveryCode().value();
		pages().forEach((
				page) -> assertThat(operator.get(page).body()).as(page).doesNotContain(code).doesNotContain("$argon2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/operator/", "/operator;a=b", "//operator", "/./operator", "/x/../operator",
			"/operator%2fusers", "/%6fperator", "/OPERATOR", "/operator.html", "/operator%00", "/assets/../operator",
			"/operator/assets/../charts", "/operator/assets/..%2f..%2fapplication.yml", "/assets/..;/operator" })
	void areNotReachedByOtherWaysToWriteThePath(String path) {
		signUp(this.visitor, this.address);
		HttpResponse<String> response = this.visitor.get(path);
		assertThat(response.statusCode()).isIn(400, 401, 404);
		assertThat(response.body()).doesNotContain("Search").doesNotContain("victim");
	}

	@ParameterizedTest
	@ValueSource(strings = { "page=0", "page=-1", "page=abc", "page=99999999999", "page=999999999",
			"sort=password_hash", "order=;drop", "email=%00", "email=%ff", "email[0]=x", "class.module=x",
			"page=1&page=2", "email=a&email=b" })
	void takeNothingThatMakesNoSenseFromTheAddress(String query) {
		PageClient operator = logInAsOperator(TestOperator.create(this.users, this.authenticators, this.clock));
		assertThat(operator.get("/operator?" + query.replace("[", "%5B").replace("]", "%5D")).statusCode()).isIn(200,
				400);
	}

	@Test
	void showAddressesAsTextAlone() {
		this.users.create("<img/src=x>" + this.address, PASSWORD, null).block();
		PageClient operator = logInAsOperator(TestOperator.create(this.users, this.authenticators, this.clock));
		String body = operator.get("/operator?email=" + PageClient.encode("<img/src=x>")).body();
		assertThat(body).contains("&lt;img/src=x&gt;" + this.address).doesNotContain("<img");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "aaaaaaaaaaaaaaaaaaaaaaaa", "%00", "{id}", "a%20b" })
	void answerForUsersThatThereAreNot(String id) {
		PageClient operator = logInAsOperator(TestOperator.create(this.users, this.authenticators, this.clock));
		String path = "/operator/users/" + id.replace("{", "%7B").replace("}", "%7D");
		assertThat(operator.get(path).statusCode()).isIn(400, 404);
		assertThat(operator.get(path + "/delete").statusCode()).isIn(400, 404);
		assertThat(operator.submit(path + "/delete").statusCode()).isIn(400, 404);
		assertThat(operator.get("/operator/users/" + this.victim.id() + "/promote").statusCode()).isEqualTo(404);
	}

}
