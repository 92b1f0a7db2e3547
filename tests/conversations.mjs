/** Conversations for the tests of the doors. */

const FAQ = "Please check our FAQ at example.com/faq for details on refunds.";

/** The bot gives the same answer three times, no person comes, and the customer leaves. */
export const LOOP = {
  id: "first-audit",
  platform: "manual",
  reported_resolved: true,
  messages: [
    { role: "user", content: "I need a refund for order #12345." },
    { role: "bot", content: FAQ },
    { role: "user", content: "I already checked it. Can someone please process my refund?" },
    { role: "bot", content: FAQ },
    { role: "user", content: "Can I speak to a real person?" },
    { role: "bot", content: "I can help with most order issues. What's your order number?" },
    { role: "user", content: "this is useless" },
    { role: "bot", content: FAQ },
  ],
};

/** So many of them, each with its own id. */
export function loops(count) {
  return Array.from({ length: count }, (_, number) => ({ ...LOOP, id: `loop-${number}` }));
}
