package dev.faroe.passkey;

import java.util.HashMap;
import java.util.Map;

import dev.faroe.FaroeConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the properties of passkeys refuse, and what they make of origins.
 */
class PasskeyPropertiesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			origins=                         | origins must not be empty
			origins=http://shop.example      | origins must be like https://shop.example
			origins=https://shop.example/    | origins must be like https://shop.example
			origins=https://shop.example/a   | origins must be like https://shop.example
			origins=https://ann@shop.example | origins must be like https://shop.example
			origins=https://SHOP.example     | origins must be like https://shop.example
			origins=shop.example             | origins must be like https://shop.example
			related-origins=other.example    | relatedOrigins must be like https://shop.example
			rp-id=https://shop.example       | rpId must be a domain
			max-passkeys=0                   | maxPasskeys must be between 1 and 1000
			attestation-timeout=0            | attestationTimeout must be between 0 and 5 minutes
			attestation-timeout=6m           | attestationTimeout must be between 0 and 5 minutes
			threads=0                        | threads must be between 1 and 1024
			queue-capacity=0                 | queueCapacity must be between 1 and 1000000
			challenge-limit.capacity=0       | capacity""")
	void areRefused(String property, String message) {
		assertThatThrownBy(() -> bind(property)).rootCause().hasMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "other.example", "op.example" })
	void areOfNoOtherDomain(String rpId) {
		assertThatExceptionOfType(FaroeConfigurationException.class)
			.isThrownBy(() -> bind("rp-id=" + rpId).requireRpId())
			.withMessageContaining("not of the domain " + rpId);
	}

	@ParameterizedTest
	@CsvSource({ "https://shop.example,shop.example", "'https://www.shop.example,https://shop.example',shop.example",
			"https://shop.example:8443,shop.example", "http://localhost:8080,localhost" })
	void takeOrigins(String origins, String rpId) {
		PasskeyProperties properties = bind("origins=" + origins, "rp-id=" + rpId);
		assertThat(properties.requireRpId()).isEqualTo(rpId);
		assertThat(properties.allOrigins()).containsExactly(origins.split(","));
		assertThatNoException()
			.isThrownBy(() -> new Ceremonies(properties.requireRpId(), properties.allOrigins(), null));
	}

	private static PasskeyProperties bind(String... properties) {
		Map<String, String> all = new HashMap<>();
		all.put("faroe.passkeys.enabled", "true");
		all.put("faroe.passkeys.origins", "https://shop.example");
		for (String property : properties) {
			String[] nameAndValue = property.split("=", 2);
			all.put("faroe.passkeys." + nameAndValue[0], nameAndValue[1]);
		}
		return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("faroe.passkeys",
				PasskeyProperties.class);
	}

}
