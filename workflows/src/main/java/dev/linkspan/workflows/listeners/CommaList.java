package dev.linkspan.workflows.listeners;

import java.util.ArrayList;
import java.util.List;

/**
 * A value that is a list, with the place of each element: changing, adding, or removing one keeps
 * the blanks around the others. As in Kafka, empty elements do not count.
 */
record CommaList(String value, List<Element> elements) {

  /** One element without the blanks around it, and its span in the value. */
  record Element(String text, int from, int to) {}

  CommaList {
    elements = List.copyOf(elements);
  }

  static CommaList of(String value) {
    List<Element> elements = new ArrayList<>();
    int from = 0;
    while (from <= value.length()) {
      int comma = value.indexOf(',', from);
      int end = comma < 0 ? value.length() : comma;
      String text = value.substring(from, end).strip();
      if (!text.isEmpty()) {
        int start = value.indexOf(text, from);
        elements.add(new Element(text, start, start + text.length()));
      }
      from = end + 1;
    }
    return new CommaList(value, elements);
  }

  List<String> texts() {
    return elements.stream().map(Element::text).toList();
  }

  String replacing(int index, String text) {
    Element element = elements.get(index);
    return value.substring(0, element.from()) + text + value.substring(element.to());
  }

  /** The value without this element and one of the commas around it. */
  String removing(int index) {
    Element element = elements.get(index);
    if (index > 0) {
      return value.substring(0, elements.get(index - 1).to()) + value.substring(element.to());
    }
    int end = elements.size() > 1 ? elements.get(1).from() : element.to();
    return value.substring(0, element.from()) + value.substring(end);
  }

  String appending(String text) {
    if (elements.isEmpty()) {
      return text;
    }
    int end = elements.get(elements.size() - 1).to();
    return value.substring(0, end) + "," + text + value.substring(end);
  }
}
