using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Enas.TestKit.Browser;

/// <content>What a person does: points, types, presses keys, waits for what comes.</content>
public sealed partial class HeadlessChromium
{
    // Address, what has the focus, and what stands in fields: the text of a page does not say it.
    private const string Whereabouts = "location.href + ' ' + document.activeElement?.outerHTML.slice(0, 120) + ' '"
        + " + JSON.stringify([...document.querySelectorAll('input')].map(field => field.value))";

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until an expression in the page is true. A page that is just being left counts as not yet.</summary>
    /// <exception cref="TimeoutException">It was not within a minute; the message has the expression and what the page shows.</exception>
    public async Task WaitForAsync(string expression)
    {
        var waited = Stopwatch.StartNew();
        while (!await IsAsync(expression))
        {
            if (waited.Elapsed > s_longest)
            {
                throw new TimeoutException($"never true in the page: {expression}\n{await EvaluateAsync(Whereabouts)}\n"
                    + $"{await EvaluateAsync("document.body.innerText")}");
            }

            await Task.Delay(s_look, _limit.Token);
        }
    }

    /// <summary>Waits until the page shows a text.</summary>
    public Task WaitForTextAsync(string text) =>
        WaitForAsync($"document.body?.innerText.includes({JsonSerializer.Serialize(text)})");

    /// <summary>Clicks the first element that a selector finds, once it is there, in its middle or at another place: (0, 0) is its upper
    /// left corner, (1, 1) its lower right one. A click that meets something else, since the page has moved meanwhile, does nothing and is
    /// made again.</summary>
    /// <exception cref="TimeoutException">Something else was in the way for a minute.</exception>
    public async Task ClickAsync(string selector, double across = 0.5, double down = 0.5)
    {
        var waited = Stopwatch.StartNew();
        while (!await TryClickAsync(selector, across, down))
        {
            if (waited.Elapsed > s_longest)
            {
                throw new TimeoutException($"a click never met {selector}\n{await EvaluateAsync(Whereabouts)}");
            }

            await Task.Delay(s_look, _limit.Token);
        }
    }

    /// <summary>Moves the pointer to a place of an element, counted as for a click.</summary>
    public async Task PointAsync(string selector, double across = 0.5, double down = 0.5)
    {
        var (x, y) = await PlaceAsync(selector, across, down);
        foreach (var before in (double[])[2, 0])
        {
            await SendAsync("Input.dispatchMouseEvent", new JsonObject { ["type"] = "mouseMoved", ["x"] = x - before, ["y"] = y });
        }
    }

    /// <summary>Types into what has the focus.</summary>
    public Task TypeAsync(string text) => SendAsync("Input.insertText", new JsonObject { ["text"] = text });

    /// <summary>Presses a key by its name, such as "j", "/", "Enter" or "Tab".</summary>
    public async Task PressAsync(string key)
    {
        var text = key == "Enter" ? "\r" : key.Length == 1 ? key : null;
        foreach (var type in (string[])[text is null ? "rawKeyDown" : "keyDown", "keyUp"])
        {
            var parameters = new JsonObject { ["type"] = type, ["key"] = key, ["windowsVirtualKeyCode"] = VirtualKey(key) };
            if (type == "keyDown")
            {
                parameters["text"] = text;
            }

            await SendAsync("Input.dispatchKeyEvent", parameters);
        }
    }

    /// <summary>Forgets what was heard so far: requests and complaints.</summary>
    public void Forget()
    {
        _requests.Clear();
        _complaints.Clear();
    }

    private static int VirtualKey(string key) => key switch
    {
        "Enter" => 13,
        "Tab" => 9,
        "Escape" => 27,
        { Length: 1 } => char.ToUpperInvariant(key[0]),
        _ => 0,
    };

    private async Task<bool> IsAsync(string expression)
    {
        try
        {
            return (bool?)await EvaluateAsync($"Boolean({expression})") == true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async Task<bool> TryClickAsync(string selector, double across, double down)
    {
        var (x, y) = await PlaceAsync(selector, across, down);
        await EvaluateAsync($$"""
            (() => {
              const names = ['mousedown', 'mouseup', 'click'];
              const click = { isHit: null, end: () => names.forEach(name => removeEventListener(name, see, true)) };
              const see = event => {
                click.isHit ??= Boolean(document.querySelector({{JsonSerializer.Serialize(selector)}})?.contains(event.target));
                if (!click.isHit) { event.preventDefault(); event.stopImmediatePropagation(); }
              };
              names.forEach(name => addEventListener(name, see, true));
              window.testedClick = click;
            })()
            """);
        foreach (var type in (string[])["mousePressed", "mouseReleased"])
        {
            await SendAsync("Input.dispatchMouseEvent",
                new JsonObject { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = "left", ["clickCount"] = 1 });
        }

        // A page that the click has left knows nothing of it any more.
        return !await IsAsync("window.testedClick && (window.testedClick.end(), window.testedClick.isHit !== true)");
    }

    private async Task<(double X, double Y)> PlaceAsync(string selector, double across, double down)
    {
        var found = $"document.querySelector({JsonSerializer.Serialize(selector)})";
        await WaitForAsync(found);
        var box = (await EvaluateAsync(
            $"(() => {{ const e = {found}; e.scrollIntoView({{ block: 'center' }}); const b = e.getBoundingClientRect(); "
            + "return [b.left, b.top, b.width, b.height]; })()"))!.AsArray();
        return ((double)box[0]! + (across * (double)box[2]!), (double)box[1]! + (down * (double)box[3]!));
    }
}
