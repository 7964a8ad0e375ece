package dev.faroe.event;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.faroe.test.DocumentedNames;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/events.md}.
 */
class DocumentedEventsTests {

	@Test
	void namesEveryEventAndWhatItCarries() {
		Map<String, Set<String>> events = new TreeMap<>();
		for (Class<?> type : FaroeEvent.class.getPermittedSubclasses()) {
			events.put(type.getSimpleName(),
					Arrays.stream(type.getRecordComponents())
						.map(RecordComponent::getName)
						.collect(Collectors.toCollection(TreeSet::new)));
		}
		DocumentedNames documented = DocumentedNames.in("events.md");
		List<String> names = List.copyOf(documented.all("", 0));
		Map<String, Set<String>> documentedEvents = new TreeMap<>();
		names.forEach((name) -> documentedEvents.put(name, documented.all(name + "`", 1)));
		assertThat(documentedEvents).isEqualTo(events);
	}

}
