using Enas.Host.Cli;

namespace Enas.Host.Tests.Cli;

public sealed class TerminalModeTests
{
    [Theory]
    [InlineData(false, "", false, true)]
    [InlineData(true, "", true, false)]
    [InlineData(false, "TERM=dumb", true, false)]
    [InlineData(false, "TERM=xterm", false, true)]
    [InlineData(false, "CI=true", true, false)]
    [InlineData(false, "CI=1", true, false)]
    [InlineData(false, "CI=false", false, true)]
    [InlineData(false, "NO_COLOR=1", false, false)]
    [InlineData(false, "NO_COLOR=", false, true)]
    public void NO_COLOR_drops_colour_and_a_place_without_a_viewer_drops_the_panel(bool redirected, string variable, bool plain, bool color)
    {
        var parts = variable.Split('=');
        Assert.Equal(new TerminalMode(plain, color), TerminalMode.Of(redirected, name => name == parts[0] ? parts[1] : null));
    }
}
