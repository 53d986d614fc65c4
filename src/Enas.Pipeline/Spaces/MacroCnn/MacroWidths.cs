namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>The channels of a macro network, stage by stage.</summary>
/// <param name="Filters">Channels before the first reduction.</param>
/// <param name="Widening">Factor of the channels at each of the two reductions.</param>
internal sealed record MacroWidths(int Filters, int Widening)
{
    /// <summary>The channels behind so many reductions.</summary>
    public long Of(int reductions) => reductions == 0 ? Filters : Widening * Of(reductions - 1);
}
