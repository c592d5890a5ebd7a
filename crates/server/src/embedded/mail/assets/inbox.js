// The list shows new mail by itself: wait for something newer than what is on the page, then load the page again.
const head = document.querySelector('[data-last]');
if (head) {
  const watch = async () => {
    try {
      const answer = await fetch(`/api/mails?after=${head.dataset.last}&wait=25`);
      if ((await answer.json()).length > 0) return location.reload();
    } catch {
      await new Promise((done) => setTimeout(done, 2000));
    }
    void watch();
  };
  void watch();
}
