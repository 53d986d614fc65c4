namespace Enas.Pipeline.Drawing;

/// <summary>An architecture as it is drawn, in every kind of drawing.</summary>
public interface IArchitecturePicture
{
    /// <summary>A drawing for web pages, readable on light and dark ones.</summary>
    /// <param name="arrowId">
    /// The id of its arrowhead. Drawings that share a page need one each: browsers take the first of a name, and draw nothing where that
    /// one is hidden.
    /// </param>
    string Svg(string arrowId = "arrow");

    /// <summary>The graph in Graphviz's language.</summary>
    string Dot();

    /// <summary>The graph in Mermaid's language, which many web pages draw from Markdown.</summary>
    string Mermaid();

    /// <summary>A drawing for terminals, lines ended by line feeds.</summary>
    /// <param name="unicode">Box-drawing characters instead of ASCII.</param>
    string Text(bool unicode);
}
