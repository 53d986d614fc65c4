using Enas.Pipeline.Spaces.MacroCnn;

namespace Enas.Host.Drawing;

/// <summary>Whole convolutional networks are drawn layer by layer.</summary>
internal sealed class MacroPictures : SpacePictures<MacroCnnSpace>
{
    public override string Kind => MacroCnnSpace.Name;

    public override IArchitecturePicture OfText(string dialect, string text)
    {
        var tokens = MacroCnnDialects.Canonical(dialect, text);
        MacroOperation[] all = [.. MacroOperationNames.All.Select(MacroOperationNames.Parse)];
        return Of(new MacroCnnSpace(MacroCnnDialects.LayerCount(tokens), all), tokens);
    }

    protected override IArchitecturePicture Of(MacroCnnSpace space, string tokens)
    {
        var architecture = space.Parse(tokens);
        return new MacroPicture(space.Network(architecture), architecture.Tokens);
    }
}
