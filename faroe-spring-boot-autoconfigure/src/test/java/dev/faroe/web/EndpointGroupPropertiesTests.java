package dev.faroe.web;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestProperties#groups()}.
 */
class EndpointGroupPropertiesTests {

	private static final Set<EndpointGroup> DOCUMENTED = EnumSet
		.complementOf(EnumSet.of(EndpointGroup.SDK_0_2, EndpointGroup.ACCOUNT_STATE, EndpointGroup.PASSKEYS));

	@Test
	void servesWhatIsDocumentedByDefault() {
		assertThat(groups("", "")).isEqualTo(DOCUMENTED);
	}

	@Test
	void addsTheGroupThatHasToBeAskedFor() {
		assertThat(groups("sdk-0.2, account-state, passkeys", "")).containsExactlyInAnyOrder(EndpointGroup.values());
	}

	@Test
	void servesOnlyTheDocumentedGroupsThatAreIncluded() {
		assertThat(groups("users,two-factor", "")).containsExactly(EndpointGroup.USERS, EndpointGroup.TWO_FACTOR);
		assertThat(groups("totp, sdk-0.2", "")).containsExactly(EndpointGroup.TOTP, EndpointGroup.SDK_0_2);
	}

	@Test
	void leavesOutWhatIsExcluded() {
		assertThat(groups("", "totp")).hasSize(DOCUMENTED.size() - 1).doesNotContain(EndpointGroup.TOTP);
		assertThat(groups("users,totp,sdk-0.2", "totp,sdk-0.2")).containsExactly(EndpointGroup.USERS);
		assertThat(groups("", String.join(",", Arrays.stream(EndpointGroup.values()).map(Enum::name).toList())))
			.isEmpty();
	}

	private static Set<EndpointGroup> groups(String include, String exclude) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource(
				Map.of("faroe.rest.include", include, "faroe.rest.exclude", exclude));
		return new Binder(source).bindOrCreate("faroe.rest", RestProperties.class).groups();
	}

}
