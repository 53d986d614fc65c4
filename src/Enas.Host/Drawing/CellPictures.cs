using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Host.Drawing;

/// <summary>Recurrent cells are drawn as cells.</summary>
internal sealed class CellPictures : SpacePictures<RnnCellSpace>
{
    public override string Kind => RnnCellSpace.Name;

    public override IArchitecturePicture OfText(string dialect, string text) => CellPicture.Of(dialect, text);

    protected override IArchitecturePicture Of(RnnCellSpace space, string tokens) => CellPicture.Of(space, tokens);
}
