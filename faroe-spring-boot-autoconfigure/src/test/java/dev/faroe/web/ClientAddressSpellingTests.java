package dev.faroe.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One client that writes its address in another way with each of many simultaneous
 * requests, at every endpoint that takes an address.
 */
@Tag("one-jdk")
class ClientAddressSpellingTests extends EndpointTests {

	private static final int SPELLINGS = 12;

	private final List<JsonNode> users = new ArrayList<>();

	@BeforeEach
	void createUsers() {
		for (int index = 0; index < SPELLINGS; index++) {
			this.users.add(createUser());
		}
	}

	static Stream<Spellings> spellings() {
		return Stream.of(Spellings.values());
	}

	/**
	 * What each limit lets through is what one client gets, whatever it calls itself.
	 */
	private void assertJudged(int judged, Spellings spellings, BiFunction<Integer, String, Answer> request) {
		List<String> spelled = spellings.of(next());
		List<Answer> answers = inParallel(SPELLINGS, (index) -> request.apply(index, spelled.get(index)));
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).as("%s", answers).isEqualTo(SPELLINGS - judged);
	}

	private String id(int index) {
		return id(this.users.get(index));
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void areOneClientThatLogsIn(Spellings spellings) {
		assertJudged(5, spellings, (index, address) -> post("/authenticate/password", "email",
				this.users.get(index).get("email").stringValue(), "password", "wrong", "client_ip", address));
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void areOneClientThatSignsUp(Spellings spellings) {
		assertJudged(5, spellings, (index, address) -> post("/users", "password", PASSWORD, "client_ip", address));
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void areOneClientThatVerifiesPasswords(Spellings spellings) {
		assertJudged(5, spellings, (index, address) -> post("/users/" + id(index) + "/verify-password", "password",
				"wrong", "client_ip", address));
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void areOneClientThatUpdatesPasswords(Spellings spellings) {
		assertJudged(5, spellings, (index, address) -> post("/users/" + id(index) + "/update-password", "password",
				"wrong", "new_password", "another long password", "client_ip", address));
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void areOneClientThatAsksForPasswordResets(Spellings spellings) {
		assertJudged(3, spellings,
				(index, address) -> post("/users/" + id(index) + "/password-reset-requests", "client_ip", address));
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void areOneClientThatVerifiesPasswordResets(Spellings spellings) {
		List<JsonNode> requests = new ArrayList<>();
		for (int index = 0; index < SPELLINGS; index++) {
			requests.add(post("/users/" + id(index) + "/password-reset-requests").json());
		}
		assertJudged(5, spellings,
				(index, address) -> post("/password-reset-requests/" + id(requests.get(index)) + "/verify-email",
						"code", "WRONG", "client_ip", address));
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void areOneClientThatResetsPasswords(Spellings spellings) {
		assertJudged(5, spellings, (index, address) -> post("/reset-password", "request_id", UNKNOWN_ID, "password",
				PASSWORD, "client_ip", address));
	}

	enum Spellings {

		IPV4 {

			@Override
			List<String> of(int number) {
				String address = "10.%d.%d.%d".formatted(number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF);
				return List.of(address, address + ":1", address + ":65535", " " + address, address + "\t",
						"[" + address + "]", "[" + address + "]:443", address + "%eth0", "::ffff:" + address,
						"[::FFFF:" + address + "]:8443", " [::ffff:" + address + "%lo] ", "0:0:0:0:0:ffff:" + address);
			}

		},

		IPV6 {

			@Override
			List<String> of(int number) {
				String network = "2001:db8:1:%x".formatted(number);
				return List.of(network + "::1", network + "::2", "[" + network + "::3]", "[" + network + "::3]:443",
						"[" + network + "::3]:444", network + "::3%eth0", network + "::3%eth1",
						"[" + network + "::3%eth1]:1", " " + network + "::3", network + "::3 ", network + ":0:0:0:9",
						network.toUpperCase(Locale.ROOT) + "::3");
			}

		};

		abstract List<String> of(int number);

	}

}
