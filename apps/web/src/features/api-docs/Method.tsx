/** GET, POST, PUT, PATCH or DELETE, in the colour of what it does. */
export const Method = ({ of }: { of: string }) => (
  <span className="api-method" data-method={of}>
    {of === "DELETE" ? "DEL" : of}
  </span>
);
